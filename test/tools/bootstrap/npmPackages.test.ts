import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyRepository, start } from "./repositoryCopy";

const limit = 600_000;
let copy: string;

beforeAll(() => {
  copy = copyRepository();
});

afterAll(() => rmSync(copy, { recursive: true }));

test("an installation of the npm packages that is killed is made whole by the next run", {
  timeout: limit,
}, async () => {
  const packages = path.join(copy, "node_modules");
  const killed = start(copy, ["tools/machine/main.ts"]);
  await killed.until(() => existsSync(packages) && readdirSync(packages).length > 20);
  await killed.kill();

  const run = start(copy, ["tools/machine/main.ts"]);
  expect(await run.exitCode(), run.output()).toBe(0);
  expect(run.output()).toMatch(/npm packages \.+ installed/);
  expect(run.output()).toMatch(/Pulumi CLI \.+ v\d/);

  const again = start(copy, ["tools/machine/main.ts"]);
  expect(await again.exitCode()).toBe(0);
  expect(again.output()).toMatch(/npm packages \.+ present/);
});

test("packages of another version than the lock file's are installed anew", () => {
  expect(packagesPresent()).toBe(true);
  const lockFile = path.join(copy, "package-lock.json");
  const lock = readFileSync(lockFile, "utf8");
  const { version } = JSON.parse(lock).packages["node_modules/typescript"];
  writeFileSync(lockFile, lock.replaceAll(`"version": "${version}"`, '"version": "0.0.1"'));
  expect(packagesPresent()).toBe(false);
  writeFileSync(lockFile, lock);
});

test("packages without npm's record of them are installed anew", () => {
  mkdirSync(path.join(copy, "node_modules"), { recursive: true });
  rmSync(path.join(copy, "node_modules", ".package-lock.json"), { force: true });
  expect(packagesPresent()).toBe(false);
});

function packagesPresent(): boolean {
  return spawnSync("node", [path.join(copy, "tools/machine/npmPackages.cjs")]).status === 0;
}
