import { spawn } from "node:child_process";
import { closeSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/**
 * A server that keeps everything in one folder: its configuration, its log and the id of its process.
 *
 * The shell that becomes the server writes the id itself, before anything else, so that a starter killed at any
 * moment leaves no process that nothing knows of. A recorded process counts as this server only while the
 * folder stands on its command line; an id given to another program since then is left alone.
 */
export interface ServerCommand {
  /** What it is called in errors, for example `sshd`. */
  name: string;
  folder: string;
  command: readonly string[];
  environment?: Record<string, string>;
  /** Runs the server inside this network namespace (as root). */
  networkNamespace?: string | undefined;
  /** Goes on when the process that started it ends; otherwise it ends with it. */
  detached?: boolean | undefined;
  /** What the log says once the server accepts connections. */
  ready: RegExp;
}

const readyWithinMilliseconds = 60_000;
const endsWithinMilliseconds = 30_000;
const pollMilliseconds = 20;

/** Starts the server and returns its process id once its log says that it accepts connections. */
export async function startServer(server: ServerCommand): Promise<number> {
  const log = logFile(server.folder);
  rmSync(pidFile(server.folder), { force: true });
  const [program, ...programArguments] = launcher(server);
  const output = openSync(log, "w", 0o600);
  const child = spawn(program, programArguments, {
    cwd: server.folder,
    env: { ...process.env, ...server.environment },
    detached: server.detached === true,
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  let failure: Error | undefined;
  child.on("error", (error) => {
    failure = error;
  });
  child.unref();
  const deadline = Date.now() + readyWithinMilliseconds;
  while (!server.ready.test(readFileSync(log, "utf8"))) {
    if (failure !== undefined || child.exitCode !== null || Date.now() > deadline) {
      await endServer(server.folder);
      const reason =
        failure?.message ?? (child.exitCode === null ? "did not get ready" : `ended (${child.exitCode})`);
      throw new Error(`${server.name} ${reason}; its log ${log} ends with:\n${lastLines(log)}`);
    }
    await delay(pollMilliseconds);
  }
  const pid = runningServer(server.folder);
  if (pid === undefined) throw new Error(`${server.name} ended right after its start; see ${log}`);
  return pid;
}

/** The id of the folder's server, if it runs. */
export function runningServer(folder: string): number | undefined {
  const pid = Number(readOrEmpty(pidFile(folder)));
  return pid > 0 && commandLine(pid).includes(`${folder}/`) ? pid : undefined;
}

/** Ends the folder's server and the processes it made, and returns once they are gone. */
export async function endServer(folder: string): Promise<void> {
  const pid = runningServer(folder);
  if (pid === undefined) return;
  await endAll([pid, ...descendants(pid)]);
  rmSync(pidFile(folder), { force: true });
}

/** Ends the processes that run a program of that folder; it must be a folder of the caller's own. */
export function endProcessesRunFrom(folder: string): Promise<void> {
  return endAll(processIds().filter((pid) => pid !== process.pid && commandLine(pid).includes(`${folder}/`)));
}

async function endAll(pids: readonly number[]): Promise<void> {
  const processes = pids.map((id) => ({ id, started: startTime(id) }));
  const alive = () =>
    processes.filter(({ id, started }) => started !== undefined && startTime(id) === started);
  const deadline = Date.now() + endsWithinMilliseconds;
  for (const { id } of alive()) signal(id, "SIGTERM");
  while (alive().length > 0) {
    if (Date.now() > deadline) for (const { id } of alive()) signal(id, "SIGKILL");
    await delay(pollMilliseconds);
  }
}

/** Calls `start` with the port asked for, or with a free one, again with another where it is taken meanwhile. */
export async function withPort<T>(
  address: string,
  port: number,
  start: (port: number) => Promise<T>,
): Promise<T> {
  if (port !== 0) return start(port);
  for (let attempt = 1; ; attempt++) {
    const free = await freePort(address);
    try {
      return await start(free);
    } catch (error) {
      if (attempt === 3 || !/address already in use/i.test(String(error))) throw error;
    }
  }
}

export function logFile(folder: string): string {
  return path.join(folder, "server.log");
}

function pidFile(folder: string): string {
  return path.join(folder, "pid");
}

function launcher(server: ServerCommand): [string, ...string[]] {
  const record = ["sh", "-c", 'echo $$ >"$0"; exec "$@"', pidFile(server.folder), ...server.command];
  const inside = server.networkNamespace;
  const placed = inside === undefined ? record : ["ip", "netns", "exec", inside, ...record];
  return server.detached === true ? ["env", ...placed] : ["setpriv", "--pdeathsig", "TERM", ...placed];
}

function freePort(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, address, () => {
      const bound = server.address();
      server.close(() => resolve(bound !== null && typeof bound === "object" ? bound.port : 0));
    });
  });
}

function descendants(pid: number): number[] {
  const ids = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const children = ids.filter((id) => Number(statFields(id)[1]) === pid);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function startTime(pid: number): string | undefined {
  const fields = statFields(pid);
  return fields[0] === "Z" ? undefined : fields[19];
}

function processIds(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** The fields of /proc/<pid>/stat after the program's name: state, parent, … start time. */
function statFields(pid: number): string[] {
  const text = readOrEmpty(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}

function commandLine(pid: number): string {
  return readOrEmpty(`/proc/${pid}/cmdline`);
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function signal(pid: number, name: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself meanwhile.
  }
}

function lastLines(file: string): string {
  return readOrEmpty(file).trimEnd().split("\n").slice(-5).join("\n");
}
