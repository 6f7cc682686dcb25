import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { oldestCli } from "../../components/program";
import { cacheFolder } from "./cacheFolder";
import { findExecutable } from "./executable";
import { goBuild } from "./goBuild";
import { withLock } from "./lock";
import type { Note } from "./step";

const run = promisify(execFile);
const toolsFolder = path.join(__dirname, "..");
const cliModule = "github.com/pulumi/pulumi/pkg/v3";
const installSeconds = 20;

/** The Pulumi CLI on PATH, or the one that `providePulumiCommand` has installed. */
export async function findPulumiCommand(): Promise<PulumiCommand> {
  const found = (await acceptable()) ?? (await installed());
  if (found === undefined) {
    throw new Error(`no Pulumi CLI ${oldestCli} or newer; \`npm run demo\` and \`npm test\` install one`);
  }
  return found;
}

/**
 * Finds the Pulumi CLI, or installs one into this user's cache: with the SDK's own installer where the network
 * allows, else built from the Go module pinned in tools/go.mod.
 *
 * @returns what was done, for people
 */
export async function providePulumiCommand(note: Note): Promise<string> {
  const present = await acceptable();
  if (present !== undefined) return `v${present.version} on PATH`;
  mkdirSync(cacheFolder(), { recursive: true });
  return withLock(
    cacheFolder(),
    () => note("waiting for another run that installs it"),
    async () => {
      const cached = await installed();
      if (cached !== undefined) return `v${cached.version} in ${cacheFolder()}`;
      if (await download()) return `installed in ${cacheFolder()}`;
      note("no download within reach, building it with Go, which takes some minutes");
      await build();
      return `built in ${cacheFolder()}`;
    },
  );
}

async function acceptable(root?: string): Promise<PulumiCommand | undefined> {
  try {
    const found = await withHomeOfItsOwn(() => PulumiCommand.get(root === undefined ? {} : { root }));
    return (found.version?.compare(oldestCli) ?? -1) >= 0 ? found : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The CLI writes a log into PULUMI_HOME even where it is asked for its version only, and the SDK hands on nothing but
 * this process's environment. `start` has started the CLI when it returns its promise, so that nobody else sees the change.
 */
async function withHomeOfItsOwn<T>(start: () => Promise<T>): Promise<T> {
  const home = mkdtempSync(path.join(os.tmpdir(), "pulumi-home-"));
  const users = process.env.PULUMI_HOME;
  process.env.PULUMI_HOME = home;
  const started = start();
  if (users === undefined) delete process.env.PULUMI_HOME;
  else process.env.PULUMI_HOME = users;
  try {
    return await started;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function installed(): Promise<PulumiCommand | undefined> {
  return (await acceptable(downloadFolder())) ?? (await acceptable(buildFolder()));
}

/** In a process of its own, because the installer knows no time limit. */
async function download(): Promise<boolean> {
  const unfinished = `${downloadFolder()}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  const program = `require("@pulumi/pulumi/automation").PulumiCommand.install({ root: process.argv[1] })
    .catch(() => { process.exitCode = 1; });`;
  const limited = ["-k", "1", String(installSeconds), process.execPath, "-e", program, unfinished];
  try {
    await withHomeOfItsOwn(() => run("timeout", limited, { cwd: toolsFolder }));
  } catch {
    rmSync(unfinished, { recursive: true, force: true });
    return false;
  }
  if ((await acceptable(unfinished)) === undefined) return false;
  rmSync(downloadFolder(), { recursive: true, force: true });
  renameSync(unfinished, downloadFolder());
  return true;
}

async function build(): Promise<void> {
  const go = findExecutable("go");
  if (go === undefined) {
    throw new Error("no Pulumi CLI, no way to download it and no Go to build it; install either of the two");
  }
  const unfinished = `${buildFolder()}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  try {
    await goBuild({
      go,
      folder: toolsFolder,
      packagePath: `${cliModule}/cmd/pulumi`,
      output: path.join(unfinished, "bin", "pulumi"),
      linkerFlags: `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${moduleVersion()}`,
    });
  } catch (error) {
    const reason = (error as Error).message;
    throw new Error(`building the Pulumi CLI failed; install it from pulumi.com instead. ${reason}`);
  }
  rmSync(buildFolder(), { recursive: true, force: true });
  renameSync(unfinished, buildFolder());
}

function downloadFolder(): string {
  const sdk = JSON.parse(readFileSync(require.resolve("@pulumi/pulumi/package.json"), "utf8")) as {
    version: string;
  };
  return path.join(cacheFolder(), `pulumi-v${sdk.version}`);
}

function buildFolder(): string {
  return path.join(cacheFolder(), `pulumi-v${moduleVersion()}`);
}

/** As pinned in tools/go.mod. */
function moduleVersion(): string {
  const pinned = readFileSync(path.join(toolsFolder, "go.mod"), "utf8").match(/pulumi\/pkg\/v3 v(\S+)/)?.[1];
  if (pinned === undefined) throw new Error(`tools/go.mod names no version of ${cliModule}`);
  return pinned;
}
