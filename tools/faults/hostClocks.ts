import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

type Place = 0 | 1;

const libraries = [
  "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
  "/usr/lib64/faketime/libfaketime.so.1",
];

/** A time of day of its own for every command of a host's sessions, and for its product, by libfaketime. */
export class HostClocks {
  private readonly folder: string;
  private readonly library: string;
  /**
   * Without a part of memory that all share, each session would leave one behind (libfaketime 0.9.10 makes it for whoever has none).
   * This process is there to make it.
   */
  private readonly holder: ChildProcess;

  private constructor(folder: string, library: string) {
    this.folder = folder;
    this.library = library;
    for (const place of [0, 1] as const) this.set(place, 0);
    const environment = { LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: this.file(0) };
    this.holder = spawn("setpriv", ["--pdeathsig", "TERM", "sleep", "infinity"], {
      env: { ...process.env, ...environment },
      stdio: "ignore",
    });
  }

  /** Undefined where the library is missing. */
  static async start(folder: string): Promise<HostClocks | undefined> {
    const library = libraries.find(existsSync);
    if (library === undefined) return undefined;
    const clocks = new HostClocks(folder, library);
    while (clocks.parts.some(({ file }) => !existsSync(file))) await sleep(20);
    return clocks;
  }

  set(place: Place, seconds: number): void {
    writeFileSync(this.file(place), `${seconds < 0 ? "" : "+"}${seconds}\n`);
  }

  /** Lines of sshd_config. The monotonic clock stays the machine's: a jump of the time of day changes no time limit. */
  settings(place: Place): string[] {
    const variables = {
      LD_PRELOAD: this.library,
      FAKETIME_TIMESTAMP_FILE: this.file(place),
      FAKETIME_CACHE_DURATION: "1",
      FAKETIME_SHARED: this.parts.map(({ name }) => name).join(" "),
      DONT_FAKE_MONOTONIC: "1",
    };
    return Object.entries(variables).map(([name, value]) => `SetEnv "${name}=${value}"`);
  }

  /** After all that has such a clock. */
  end(): void {
    this.holder.kill();
    for (const { file } of this.parts) rmSync(file, { force: true });
  }

  private get parts(): { name: string; file: string }[] {
    const { pid } = this.holder;
    return [
      { name: `/faketime_sem_${pid}`, file: `/dev/shm/sem.faketime_sem_${pid}` },
      { name: `/faketime_shm_${pid}`, file: `/dev/shm/faketime_shm_${pid}` },
    ];
  }

  private file(place: Place): string {
    return path.join(this.folder, `clock-of-node${place + 1}`);
  }
}
