import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { findExecutable } from "../machine/executable";
import { withLock } from "../machine/lock";
import type { Note } from "../machine/step";
import { provideProgram } from "../machine/systemPrograms";
import { cgroupTrees } from "./cgroup";
import { type Part, systemsFolder } from "./part";

const run = promisify(execFile);
const recipe = path.join(__dirname, "buildImage.sh");
const buildSeconds = 10 * 60;

/** The releases of Debian that test hosts can run. */
export const Debian = { Bookworm: "bookworm", Trixie: "trixie" } as const;
export type Debian = (typeof Debian)[keyof typeof Debian];

const versions: Readonly<Record<Debian, number>> = { bookworm: 12, trixie: 13 };

/** The root file system that the hosts of one Debian release start from, built once for this user. */
export class DebianImage implements Part {
  readonly name: string;
  private readonly suite: Debian;

  constructor(suite: Debian) {
    this.suite = suite;
    this.name = `Debian ${versions[suite]} hosts`;
  }

  /** Changes with the recipe. */
  get folder(): string {
    const digest = createHash("sha256").update(readFileSync(recipe)).digest("hex").slice(0, 8);
    return path.join(systemsFolder(), `debian-${this.suite}-${digest}`);
  }

  missing(): string | undefined {
    const refused = refusal();
    if (refused !== undefined) return refused;
    if (findExecutable("systemd-nspawn") === undefined) return "systemd-nspawn is not installed";
    return existsSync(this.folder) ? undefined : `${this.folder} is missing`;
  }

  async provide(note: Note): Promise<string> {
    const refused = refusal();
    if (refused !== undefined) throw new Error(refused);
    for (const [program, debianPackage] of [
      ["systemd-nspawn", "systemd-container"],
      ["debootstrap", "debootstrap"],
      ["ip", "iproute2"],
    ] as const) {
      await provideProgram({ program, debianPackage, redHatPackage: debianPackage });
    }
    if (existsSync(this.folder)) return "present";
    mkdirSync(systemsFolder(), { recursive: true });
    return withLock(
      this.folder,
      () => note("waiting for another run that builds it"),
      async () => {
        if (!existsSync(this.folder)) await this.build();
        return `built in ${this.folder}`;
      },
    );
  }

  private async build(): Promise<void> {
    const unfinished = `${this.folder}.new`;
    rmSync(unfinished, { recursive: true, force: true });
    const limit = ["timeout", "--foreground", "-k", "5", `${buildSeconds}`];
    const apart = ["--mount", "--propagation", "private"];
    try {
      await run("unshare", [...apart, ...limit, "sh", recipe, this.suite, unfinished], {
        maxBuffer: 1 << 24,
      });
    } catch (error) {
      const { stdout, stderr } = error as { stdout?: string; stderr?: string };
      const said = `${stdout ?? ""}${stderr ?? ""}`.trim() || String(error);
      throw new Error(`debootstrap ${this.suite} failed: ${said.split("\n").slice(-3).join("\n")}`);
    }
    renameSync(unfinished, this.folder);
  }
}

/** The reason why this machine cannot run hosts, whatever is installed. */
function refusal(): string | undefined {
  if (process.getuid?.() !== 0) return "they need root";
  if (spawnSync("unshare", ["--mount", "true"]).status !== 0) return "mounts are not allowed here";
  return cgroupTrees().length > 0 ? undefined : "cgroups cannot be made here";
}
