import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { withLock } from "../machine/lock";
import type { Note } from "../machine/step";
import { provideProgram } from "../machine/systemPrograms";
import { systemsFolder } from "./part";

const run = promisify(execFile);
const limitSeconds = 10 * 60;

/** A root file system of Debian unstable, from which this machine runs programs that stable releases do not have. */
export class SidSystem {
  get folder(): string {
    return path.join(systemsFolder(), "debian-sid");
  }

  /** The words that run a program of its on this machine: with its own loader and libraries. */
  command(program: string): string[] {
    const libraries = path.join(this.folder, "usr/lib/x86_64-linux-gnu");
    const loader = path.join(libraries, "ld-linux-x86-64.so.2");
    return [loader, "--library-path", libraries, path.join(this.folder, program)];
  }

  /** @param next runs before another run may change the file system */
  async install(debianPackage: string, note: Note, next?: () => Promise<void>): Promise<void> {
    if (process.getuid?.() !== 0) throw new Error("it needs root");
    await provideProgram({
      program: "debootstrap",
      debianPackage: "debootstrap",
      redHatPackage: "debootstrap",
    });
    const waiting = () => note("waiting for another run that installs packages of Debian unstable");
    await withLock(this.folder, waiting, async () => {
      const apart = ["--mount", "--propagation", "private"];
      const limit = ["timeout", "--foreground", "-k", "5", `${limitSeconds}`];
      const script = ["sh", path.join(__dirname, "installInSid.sh"), this.folder, debianPackage];
      try {
        await run("unshare", [...apart, ...limit, ...script], { maxBuffer: 1 << 24 });
      } catch (error) {
        const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
        const said = `${stdout}${stderr}`.trim().split("\n").slice(-2).join(" ");
        throw new Error(`Debian unstable serves no ${debianPackage} that can be installed: ${said}`);
      }
      await next?.();
    });
  }
}
