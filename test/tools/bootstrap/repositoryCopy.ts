import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const repository = path.join(__dirname, "..", "..", "..");

/** A copy of the repository's files in a new folder, as a fresh clone has them. */
export function copyRepository(): string {
  const copy = mkdtempSync(path.join(os.tmpdir(), "wso2-bootstrap-"));
  const listed = execFileSync("git", ["ls-files", "-z", "-co", "--exclude-standard"], { cwd: repository });
  const files = String(listed)
    .split("\0")
    .filter((file) => file !== "" && existsSync(path.join(repository, file)));
  for (const file of files) cpSync(path.join(repository, file), path.join(copy, file));
  return copy;
}

/** Gives the copy this repository's installed packages, which have to be those of the lock file. */
export function linkPackages(copy: string): void {
  symlinkSync(path.join(repository, "node_modules"), path.join(copy, "node_modules"));
  execFileSync("node", [path.join(copy, "tools/machine/npmPackages.cjs")]);
}

/** A run of one of the repository's programs as `npm run` starts it, in a process group of its own. */
export interface Run {
  output(): string;
  /** Returns once the condition holds; fails with the output where the run ends before. */
  until(condition: () => boolean): Promise<void>;
  /** Kills the whole process group at once. */
  kill(): Promise<void>;
  exitCode(): Promise<number | null>;
}

export function start(copy: string, words: readonly string[], environment: Record<string, string> = {}): Run {
  const child = spawn("sh", ["tools/run.sh", ...words], {
    cwd: copy,
    env: { ...process.env, INIT_CWD: copy, PLUGINS: "offline", ...environment },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      output += String(data);
    });
  }
  const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
  return {
    output: () => output,
    until: async (condition) => {
      while (!condition()) {
        if (child.exitCode !== null)
          throw new Error(`it ended (${child.exitCode}) before that; it said:\n${output}`);
        await delay(5);
      }
    },
    kill: async () => {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      await closed;
    },
    exitCode: () => closed,
  };
}

/** Command lines of the processes that have this text in theirs. */
export function processesWith(text: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(commandLine)
    .filter((line) => line.includes(text));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}
