import { accessSync, constants, existsSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const root = "/sys/fs/cgroup";

/** The roots of the trees that `bootHost.sh` puts a host into, as far as cgroups can be made there. */
export function cgroupTrees(): string[] {
  return [path.join(root, "systemd"), path.join(root, "unified"), root].filter((tree) => {
    try {
      accessSync(path.join(tree, "cgroup.procs"), constants.W_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** The cgroups at the roots with names that begin so. */
export function cgroups(prefix: string): string[] {
  return cgroupTrees().flatMap((tree) =>
    childrenOf(tree).filter((folder) => path.basename(folder).startsWith(prefix)),
  );
}

/** The ids of the processes in a cgroup and in those below. */
export function processesIn(folder: string): number[] {
  const own = orEmpty(() => readFileSync(path.join(folder, "cgroup.procs"), "utf8").trim().split("\n"));
  return [...own.filter(Boolean).map(Number), ...childrenOf(folder).flatMap(processesIn)];
}

/** Ends every process in the cgroups with names that begin so, at once, and removes the cgroups. */
export async function removeCgroups(prefix: string): Promise<void> {
  for (const folder of cgroups(prefix)) {
    while (existsSync(folder)) {
      for (const pid of processesIn(folder)) kill(pid);
      removeTree(folder);
      await delay(20);
    }
  }
}

/** As far as no process is left there. */
function removeTree(folder: string): void {
  for (const child of childrenOf(folder)) removeTree(child);
  orEmpty(() => {
    rmdirSync(folder);
    return [];
  });
}

function childrenOf(folder: string): string[] {
  const entries = orEmpty(() => readdirSync(folder, { withFileTypes: true }));
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => path.join(folder, name));
}

/** A cgroup may go, or get a process, at any moment. */
function orEmpty<T>(list: () => T[]): T[] {
  try {
    return list();
  } catch {
    return [];
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself meanwhile.
  }
}
