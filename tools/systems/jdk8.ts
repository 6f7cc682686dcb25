import { execFile } from "node:child_process";
import { existsSync, renameSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import type { Note } from "../machine/step";
import { provideProgram } from "../machine/systemPrograms";
import { type Part, systemsFolder } from "./part";
import { SidSystem } from "./sidSystem";

const run = promisify(execFile);

/** The JDK 8 of Debian unstable, for test hosts of any release. */
export class Jdk8 implements Part {
  readonly name = "JDK 8";
  /** Where hosts have it, if they share `share`. */
  readonly home = "/opt/jdk8";
  private readonly sid = new SidSystem();

  private get folder(): string {
    return path.join(systemsFolder(), "jdk-8");
  }

  /** For `startHost`. */
  get share(): Record<string, string> {
    return { [this.home]: this.folder };
  }

  missing(): string | undefined {
    return existsSync(this.folder) ? undefined : `${this.folder} is missing`;
  }

  async provide(note: Note): Promise<string> {
    if (existsSync(this.folder)) return "present";
    await provideProgram({ program: "patchelf", debianPackage: "patchelf", redHatPackage: "patchelf" });
    await this.sid.install("openjdk-8-jdk-headless", note, async () => {
      const unfinished = `${this.folder}.new`;
      await run("sh", [path.join(__dirname, "bundleJdk8.sh"), this.sid.folder, unfinished, this.home]);
      renameSync(unfinished, this.folder);
    });
    return `installed in ${this.folder}`;
  }
}
