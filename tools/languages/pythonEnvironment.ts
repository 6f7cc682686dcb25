import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "../machine/cacheFolder";
import { requireExecutable } from "../machine/executable";
import { withLock } from "../machine/lock";
import type { Note } from "../machine/step";

const run = promisify(execFile);
const requirements = path.join(__dirname, "requirements.txt");

/** A Python with Pulumi's SDK, if `providePython` has installed it. */
export function findPython(): string | undefined {
  return existsSync(completeFile()) ? python() : undefined;
}

/**
 * Installs Pulumi's SDK for Python into a virtual environment in the user's cache.
 *
 * @returns what was done, for people
 */
export async function providePython(note: Note): Promise<string> {
  mkdirSync(cacheFolder(), { recursive: true });
  const waiting = () => note("waiting for another run that installs it");
  return withLock(environmentFolder(), waiting, async () => {
    if (!existsSync(completeFile())) await install();
    return python();
  });
}

async function install(): Promise<void> {
  const folder = environmentFolder();
  rmSync(folder, { recursive: true, force: true });
  await run(requireExecutable("python3", "install it with its venv module"), ["-m", "venv", folder]);
  const quiet = ["--quiet", "--disable-pip-version-check", "--no-input"];
  await run(python(), ["-m", "pip", "install", ...quiet, "--requirement", requirements]);
  // Last: an environment without it broke off.
  writeFileSync(completeFile(), "");
}

function python(): string {
  return path.join(environmentFolder(), "bin", "python");
}

function completeFile(): string {
  return path.join(environmentFolder(), "complete");
}

function environmentFolder(): string {
  return path.join(cacheFolder(), `pulumi-python-${sdkVersion()}`);
}

/** As pinned in the requirements. */
function sdkVersion(): string {
  const pinned = readFileSync(requirements, "utf8").match(/^pulumi==(\S+)$/m)?.[1];
  if (pinned === undefined) throw new Error(`${requirements} pins no version of pulumi`);
  return pinned;
}
