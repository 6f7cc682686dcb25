import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "./cacheFolder";
import { requireExecutable } from "./executable";
import { withLock } from "./lock";
import { endServer, startServer, withPort } from "./serverProcess";
import type { Note } from "./step";

const run = promisify(execFile);
const requirements = path.join(__dirname, "python", "requirements.txt");
const installSeconds = 15 * 60;

/** The parts of AWS that a rehearsal needs, in the memory of one process. */
export interface MotoServer {
  /** For AWS_ENDPOINT_URL. */
  url: string;
  /** The folder of botocore's models of AWS's services, for OFFLINE_AWS_MODELS. */
  models: string;
  pid: number;
  stop(): Promise<void>;
}

/**
 * Finds moto, or installs it with its pinned packages into a virtual environment in this user's cache.
 *
 * @returns what was done, for people
 */
export async function provideMoto(note: Note): Promise<string> {
  if (existsSync(completeFile())) return `${motoVersion()} in ${environmentFolder()}`;
  mkdirSync(cacheFolder(), { recursive: true });
  const waiting = () => note("waiting for another run that installs it");
  return withLock(environmentFolder(), waiting, async () => {
    if (!existsSync(completeFile())) await install();
    return `${motoVersion()} installed in ${environmentFolder()}`;
  });
}

/** Starts an AWS of its own on loopback, empty but for the default VPC and what AWS publishes. */
export async function startMotoServer(options: { folder: string }): Promise<MotoServer> {
  const folder = path.resolve(options.folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return withPort("127.0.0.1", 0, async (port) => {
    const pid = await startServer({
      name: "moto",
      folder,
      // Python passes over an option of that form that it does not know; it tells whose process this is.
      command: [
        ...[python(), "-X", `folder=${folder}/`],
        ...["-m", "moto.server", "-H", "127.0.0.1", "-p", `${port}`],
      ],
      ready: /Running on/,
    });
    return { url: `http://127.0.0.1:${port}`, models: apiModelsFolder(), pid, stop: () => endServer(folder) };
  });
}

/** botocore's models of AWS's services, which moto's environment has. */
export function apiModelsFolder(): string {
  const libraries = path.join(environmentFolder(), "lib");
  const [python3 = ""] = readdirSync(libraries).filter((name) => name.startsWith("python"));
  return path.join(libraries, python3, "site-packages", "botocore", "data");
}

async function install(): Promise<void> {
  const folder = environmentFolder();
  rmSync(folder, { recursive: true, force: true });
  const python3 = requireExecutable("python3", "install Python 3.10 or newer with its venv module");
  await command(python3, ["-m", "venv", folder]);
  await command(python(), [
    ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"],
    ...["--requirement", requirements],
  ]);
  // Last: an environment without it broke off.
  writeFileSync(completeFile(), "");
}

async function command(program: string, words: string[]): Promise<void> {
  try {
    // In the foreground: it stays in this process group and ends with it.
    await run("timeout", ["--foreground", "-k", "5", String(installSeconds), program, ...words]);
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    const reason = (stderr ?? String(error)).trim().split("\n").slice(-5).join("\n");
    throw new Error(`moto could not be installed; it needs Python 3.10 or newer and PyPI:\n${reason}`);
  }
}

function python(): string {
  return path.join(environmentFolder(), "bin", "python");
}

function completeFile(): string {
  return path.join(environmentFolder(), "complete");
}

function environmentFolder(): string {
  return path.join(cacheFolder(), `moto-${motoVersion()}`);
}

/** As pinned in the requirements. */
function motoVersion(): string {
  const pinned = readFileSync(requirements, "utf8").match(/^moto(?:\[[\w,]+\])?==(\S+)$/m)?.[1];
  if (pinned === undefined) throw new Error(`${requirements} pins no version of moto`);
  return pinned;
}
