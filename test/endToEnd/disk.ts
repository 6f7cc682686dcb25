import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A small disk of a host, mounted at a folder. */
export class Disk {
  private readonly folder: string;
  private readonly filler: string;
  private mounts = 0;

  constructor(folder: string, megabytes = 8) {
    this.folder = folder;
    this.filler = path.join(folder, ".filler");
    mkdirSync(folder, { recursive: true });
    mount("-t", "tmpfs", "-o", `size=${megabytes}m,mode=0755`, "none", folder);
    this.mounts++;
  }

  /** Whether this user may mount at all: root, and not in every container. */
  static isPossible(): boolean {
    const folder = mkdtempSync(path.join(tmpdir(), "disk-"));
    try {
      new Disk(folder).unmount();
      return true;
    } catch {
      return false;
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** To the last byte. */
  fill(): void {
    const file = openSync(this.filler, "w");
    for (const size of [2 ** 20, 4096, 1]) writeUntilFull(file, Buffer.alloc(size));
    closeSync(file);
  }

  /** As after an error: what is open stays so. */
  makeReadOnly(): void {
    mount("--bind", this.folder, this.folder);
    this.mounts++;
    mount("-o", "remount,bind,ro", this.folder);
  }

  /** Room, and the right to write. */
  repair(): void {
    while (this.mounts > 1) this.unmountOnce();
    rmSync(this.filler, { force: true });
  }

  /** Also where it is in use. */
  unmount(): void {
    while (this.mounts > 0) this.unmountOnce();
  }

  private unmountOnce(): void {
    execFileSync("umount", ["--lazy", this.folder], { stdio: ["ignore", "ignore", "pipe"] });
    this.mounts--;
  }
}

function writeUntilFull(file: number, bytes: Buffer): void {
  try {
    while (writeSync(file, bytes) > 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
}

function mount(...words: string[]): void {
  execFileSync("mount", words, { stdio: ["ignore", "ignore", "pipe"] });
}
