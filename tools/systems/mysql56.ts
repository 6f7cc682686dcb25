import { type MySqlServer, type MySqlServerOptions, startMySqlServer } from "../machine/mysqlServer";
import type { MySqlPart } from "./mysqlPart";

/** MySQL 5.6, which comes with the npm packages. */
export class MySql56 implements MySqlPart {
  readonly name = "MySQL 5.6";
  readonly version = /^5\.6\./;

  async provide(): Promise<string> {
    return "from the npm packages";
  }

  missing(): string | undefined {
    return undefined;
  }

  start(options: MySqlServerOptions): Promise<MySqlServer> {
    return startMySqlServer(options);
  }
}
