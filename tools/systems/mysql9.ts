import { existsSync } from "node:fs";
import path from "node:path";
import type { MySqlServer, MySqlServerOptions } from "../machine/mysqlServer";
import type { Note } from "../machine/step";
import type { MySqlPart } from "./mysqlPart";
import { MySqlProgram } from "./mysqlProgram";
import { SidSystem } from "./sidSystem";

const program = "usr/sbin/mysqld";

/** The newest MySQL that Debian unstable has, 9.7 at present. */
export class MySql9 implements MySqlPart {
  readonly name = "MySQL 9";
  readonly version = /^9\./;
  private readonly sid = new SidSystem();

  missing(): string | undefined {
    const file = path.join(this.sid.folder, program);
    return existsSync(file) ? undefined : `${file} is missing`;
  }

  async provide(note: Note): Promise<string> {
    if (this.missing() === undefined) return "present";
    await this.sid.install("mysql-server-core", note);
    return `installed in ${this.sid.folder}`;
  }

  start(options: MySqlServerOptions): Promise<MySqlServer> {
    const { folder } = this.sid;
    return new MySqlProgram({
      command: this.sid.command(program),
      places: [`--basedir=${folder}/usr`, `--plugin-dir=${folder}/usr/lib/mysql/plugin`],
    }).start(options);
  }
}
