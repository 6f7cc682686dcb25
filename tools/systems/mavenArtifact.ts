import { execFile } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { promisify, stripVTControlCharacters } from "node:util";
import { withLock } from "../machine/lock";
import { provideProgram } from "../machine/systemPrograms";
import { systemsFolder } from "./part";

const run = promisify(execFile);
const limitSeconds = 300;

/** A jar from Maven's repositories, kept in the user's cache. */
export class MavenArtifact {
  readonly file: string;
  private readonly coordinates: string;

  /** @param coordinates `group:artifact:version` */
  constructor(coordinates: string) {
    const [, artifact, version] = coordinates.split(":");
    this.coordinates = coordinates;
    this.file = path.join(systemsFolder(), `${artifact}-${version}.jar`);
  }

  async provide(): Promise<void> {
    if (existsSync(this.file)) return;
    await provideProgram({ program: "mvn", debianPackage: "maven", redHatPackage: "maven" });
    mkdirSync(systemsFolder(), { recursive: true });
    await withLock(
      this.file,
      () => undefined,
      async () => {
        if (!existsSync(this.file)) await this.download();
      },
    );
  }

  private async download(): Promise<void> {
    const unfinished = `${this.file}.new`;
    rmSync(unfinished, { recursive: true, force: true });
    const copy = ["dependency:copy", `-Dartifact=${this.coordinates}`, `-DoutputDirectory=${unfinished}`];
    try {
      await run("timeout", ["-k", "5", `${limitSeconds}`, "mvn", "-q", "-B", "-Dstyle.color=never", ...copy]);
    } catch (error) {
      const { stdout = "" } = error as { stdout?: string };
      const reason = stripVTControlCharacters(stdout).trim().split("\n")[0];
      throw new Error(`Maven did not get ${this.coordinates}: ${reason}`);
    }
    renameSync(path.join(unfinished, path.basename(this.file)), this.file);
    rmSync(unfinished, { recursive: true });
  }
}
