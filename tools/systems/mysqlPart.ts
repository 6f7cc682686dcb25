import type { MySqlServer, MySqlServerOptions } from "../machine/mysqlServer";
import type { Part } from "./part";

/** A release of MySQL that tests can start servers of. */
export interface MySqlPart extends Part {
  /** As its servers say it. */
  readonly version: RegExp;
  start(options: MySqlServerOptions): Promise<MySqlServer>;
}
