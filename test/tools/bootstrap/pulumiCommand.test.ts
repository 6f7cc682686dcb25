import { accessSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findPulumiCommand } from "../../../tools/machine/pulumiCommand";
import { copyRepository, linkPackages, processesWith, type Run, start } from "./repositoryCopy";

const limit = 600_000;
let copy: string;

beforeEach(() => {
  copy = copyRepository();
  linkPackages(copy);
});

afterEach(() => rmSync(copy, { recursive: true }));

test("a build of the Pulumi CLI that is killed leaves nothing half; the next run builds it", {
  timeout: limit,
}, async () => {
  const begun = path.join(copy, "begun");
  const killed = startWithGo(`echo half >"$output"; touch ${begun}; sleep 1000`);
  await killed.until(() => existsSync(begun));
  await killed.kill();
  expect(killed.output()).toContain("building it with Go");
  expect(processesWith(path.join(copy, "programs", "go"))).toEqual([]);

  const { command } = await findPulumiCommand();
  const run = startWithGo(`cp ${await executable(command)} "$output"`);
  expect(await run.exitCode(), run.output()).toBe(0);
  expect(run.output()).toMatch(/Pulumi CLI .*\n.* built in/);
  expect(readdirSync(path.join(copy, "cache", "pulumi-wso2-analytics"))).toHaveLength(1);

  const again = startWithGo("exit 1");
  expect(await again.exitCode(), again.output()).toBe(0);
  expect(again.output()).toMatch(/Pulumi CLI \.+ v\d/);
});

test("without a Pulumi CLI, a network and a working Go it says what to install", {
  timeout: limit,
}, async () => {
  const run = startWithGo("echo no module proxy within reach >&2; exit 1");
  expect(await run.exitCode()).toBe(1);
  expect(run.output()).toContain("building the Pulumi CLI failed; install it");
  expect(run.output()).toContain("no module proxy within reach");
});

/** A run on a machine that has no Pulumi CLI, reaches no network and has this shell script for a Go compiler. */
function startWithGo(script: string): Run {
  const programs = path.join(copy, "programs");
  mkdirSync(programs, { recursive: true });
  const findOutput = 'while [ "$1" != -o ]; do shift; done; output=$2; mkdir -p "$(dirname "$output")"';
  writeFileSync(path.join(programs, "go"), `#!/bin/sh\n${findOutput}\n${script}\n`, { mode: 0o755 });
  const noNetwork = path.join(copy, "noNetwork.cjs");
  writeFileSync(noNetwork, 'globalThis.fetch = () => Promise.reject(new Error("no network"));\n');
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => !hasPulumi(folder));
  return start(copy, ["tools/machine/main.ts"], {
    PATH: [programs, ...folders].join(path.delimiter),
    XDG_CACHE_HOME: path.join(copy, "cache"),
    NODE_OPTIONS: `--require ${noNetwork}`,
  });
}

function hasPulumi(folder: string): boolean {
  return existsSync(path.join(folder, "pulumi"));
}

async function executable(command: string): Promise<string> {
  const folders = (process.env.PATH ?? "").split(path.delimiter).map((folder) => path.join(folder, command));
  const found = [command, ...folders].find((file) => path.isAbsolute(file) && existsSync(file)) ?? command;
  accessSync(found);
  return found;
}
