import { execFileSync } from "node:child_process";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { requireExecutable } from "./executable";

const comment = "pulumi-wso2-analytics demo";

/** As root: makes an ordinary user who may do everything with sudo and has no password to log in with. */
export function createSudoUser(name: string): void {
  const owner = existingComment(name);
  if (owner !== undefined && owner !== comment) {
    throw new Error(`the user ${name} exists already and is none of the demo's; rename or remove it`);
  }
  if (owner === undefined) {
    // "*": no password fits. Without it the account would be locked, and sshd would refuse its key too.
    administer("useradd", [
      "--create-home",
      "--shell",
      "/bin/sh",
      "--comment",
      comment,
      "--password",
      "*",
      name,
    ]);
  }
  // sudo passes over names with a dot, so that it never reads half a file, which would stop it for everybody.
  const unfinished = `${sudoersFile(name)}.new`;
  rmSync(unfinished, { force: true });
  writeFileSync(unfinished, `${name} ALL=(ALL) NOPASSWD: ALL\n`, { mode: 0o440 });
  renameSync(unfinished, sudoersFile(name));
}

/** Removes a user made by `createSudoUser`; none of that name, or somebody else's, is left alone. */
export function removeSudoUser(name: string): void {
  if (existingComment(name) !== comment) return;
  rmSync(sudoersFile(name), { force: true });
  administer("userdel", ["--remove", "--force", name]);
}

function existingComment(name: string): string | undefined {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${name}:`));
  return line?.split(":")[4];
}

function sudoersFile(name: string): string {
  return `/etc/sudoers.d/${name}`;
}

function administer(program: string, words: string[]): void {
  execFileSync(requireExecutable(program, "install the package passwd (Red Hat: shadow-utils)"), words, {
    stdio: ["ignore", "ignore", "pipe"],
  });
}
