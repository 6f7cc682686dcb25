import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { findExecutable } from "./executable";

const run = promisify(execFile);

/** A program that comes with the distribution, and the package that holds it. */
export interface SystemProgram {
  program: string;
  debianPackage: string;
  redHatPackage: string;
}

export const opensshServer: SystemProgram = {
  program: "sshd",
  debianPackage: "openssh-server",
  redHatPackage: "openssh-server",
};
export const mysqlClient: SystemProgram = {
  program: "mysql",
  debianPackage: "default-mysql-client",
  redHatPackage: "mariadb",
};
/** Checks units; systemd need not run. */
export const systemdAnalyze: SystemProgram = {
  program: "systemd-analyze",
  debianPackage: "systemd",
  redHatPackage: "systemd",
};
/** Its library gives a host a clock of its own. */
export const faketime: SystemProgram = {
  program: "faketime",
  debianPackage: "faketime",
  redHatPackage: "libfaketime",
};
export const sudo: SystemProgram = { program: "sudo", debianPackage: "sudo", redHatPackage: "sudo" };

const limitSeconds = 300;

/** Finds the program; as root installs it where it is missing. @returns what was done, for people */
export async function provideProgram(wanted: SystemProgram): Promise<string> {
  if (findExecutable(wanted.program) !== undefined) return "present";
  if (process.getuid?.() !== 0) throw new Error(missing(wanted));
  if (findExecutable("apt-get") !== undefined) return installWithApt(wanted);
  const redHat = ["dnf", "yum"].find((name) => findExecutable(name) !== undefined);
  if (redHat === undefined) throw new Error(missing(wanted));
  await command(redHat, ["install", "-y", "-q", wanted.redHatPackage]);
  return installed(wanted, wanted.redHatPackage);
}

async function installWithApt(wanted: SystemProgram): Promise<string> {
  const install = () => apt(["install", "-y", "-q", "--no-install-recommends", wanted.debianPackage]);
  try {
    await install();
  } catch {
    // No package lists yet, or an installation that broke off before.
    await command("dpkg", ["--configure", "-a"]);
    await apt(["update", "-q"]);
    await install();
  }
  return installed(wanted, wanted.debianPackage);
}

function apt(words: string[]): Promise<void> {
  return command("apt-get", ["-o", "DPkg::Lock::Timeout=120", ...words]);
}

async function command(name: string, words: string[]): Promise<void> {
  try {
    await run("timeout", ["-k", "5", String(limitSeconds), name, ...words], {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  } catch (error) {
    const { code, stderr } = error as { code?: number; stderr?: string };
    const reason =
      code === 124
        ? `took more than ${limitSeconds} s`
        : (stderr ?? "").trim().split("\n").slice(-3).join("\n");
    throw new Error(`${name} ${words.join(" ")} failed: ${reason}`);
  }
}

function installed(wanted: SystemProgram, name: string): string {
  if (findExecutable(wanted.program) === undefined) throw new Error(missing(wanted));
  return `installed ${name}`;
}

function missing(wanted: SystemProgram): string {
  const { program, debianPackage, redHatPackage } = wanted;
  const names =
    debianPackage === redHatPackage ? debianPackage : `${debianPackage} (Debian), ${redHatPackage} (Red Hat)`;
  return `${program} is not installed; as root install the package ${names} and run this again`;
}
