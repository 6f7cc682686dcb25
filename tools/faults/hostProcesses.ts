import { readdirSync, readFileSync } from "node:fs";

export interface HostProcess {
  pid: number;
  command: string;
}

/** The processes that sessions of a host have started, the product among them, by the home directory of its logins. */
export function hostProcesses(login: string): HostProcess[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => read(pid, "environ").split("\0").includes(`HOME=${login}`))
    .map((pid) => ({ pid: Number(pid), command: commandOf(pid) }))
    .filter(({ command }) => command !== "");
}

/** Empty where the process has ended. */
export function commandOf(pid: number | string): string {
  return read(pid, "cmdline").replaceAll("\0", " ");
}

function read(pid: number | string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
