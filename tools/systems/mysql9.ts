import path from "node:path";
import type { MySqlServer, MySqlServerOptions } from "../machine/mysqlServer";
import type { Note } from "../machine/step";
import type { MySqlPart } from "./mysqlPart";
import { MySqlProgram } from "./mysqlProgram";
import { systemsFolder } from "./part";
import { SidSystem } from "./sidSystem";

const file = "usr/sbin/mysqld";

/** The newest MySQL that Debian unstable has, 9.7 at present. */
export class MySql9 implements MySqlPart {
  readonly name = "MySQL 9";
  readonly version = /^9\./;
  private readonly sid = new SidSystem();

  missing(): string | undefined {
    return this.program.isInitialized() ? undefined : `${this.sid.folder}/${file} is missing`;
  }

  async provide(note: Note): Promise<string> {
    if (this.missing() === undefined) return "present";
    await this.sid.install("mysql-server-core", note, () => this.program.initialize());
    return `installed in ${this.sid.folder}`;
  }

  start(options: MySqlServerOptions): Promise<MySqlServer> {
    return this.program.start(options);
  }

  private get program(): MySqlProgram {
    const { folder } = this.sid;
    return new MySqlProgram({
      command: this.sid.command(file),
      places: [`--basedir=${folder}/usr`, `--plugin-dir=${folder}/usr/lib/mysql/plugin`],
      template: path.join(systemsFolder(), "mysql-9-data"),
    });
  }
}
