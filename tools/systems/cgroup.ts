import { existsSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const root = "/sys/fs/cgroup";
/** The roots of the trees that `bootHost.sh` puts a host into. */
const trees = [path.join(root, "systemd"), path.join(root, "unified"), root];

/** Ends every process in the cgroups whose names begin so, at once, and removes the cgroups. */
export async function removeCgroups(prefix: string): Promise<void> {
  for (const folder of cgroups(prefix)) {
    let pids = processIds(folder);
    while (pids.length > 0) {
      for (const pid of pids) kill(pid);
      await delay(20);
      pids = processIds(folder);
    }
    removeTree(folder);
  }
}

function cgroups(prefix: string): string[] {
  return trees
    .filter((tree) => existsSync(path.join(tree, "cgroup.procs")))
    .flatMap((tree) => childrenOf(tree).filter((folder) => path.basename(folder).startsWith(prefix)));
}

function processIds(folder: string): number[] {
  const own = readFileSync(path.join(folder, "cgroup.procs"), "utf8").split("\n").filter(Boolean).map(Number);
  return [...own, ...childrenOf(folder).flatMap(processIds)];
}

function removeTree(folder: string): void {
  for (const child of childrenOf(folder)) removeTree(child);
  rmdirSync(folder);
}

function childrenOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => path.join(folder, name));
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself meanwhile.
  }
}
