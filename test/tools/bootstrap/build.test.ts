import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyRepository } from "./repositoryCopy";

let copy: string;

/** TypeScript is there with `--omit=dev` too, as an optional peer of the SDK. */
beforeAll(() => {
  copy = copyRepository();
  mkdirSync(path.join(copy, "node_modules"));
  symlinkSync(
    path.dirname(require.resolve("typescript/package.json")),
    path.join(copy, "node_modules/typescript"),
  );
});

afterAll(() => rmSync(copy, { recursive: true }));

test("prepare succeeds and builds nothing without the development dependencies", () => {
  const { status, output } = npmRun("prepare");
  expect([status, output]).toEqual([0, ""]);
  expect(existsSync(path.join(copy, "dist"))).toBe(false);
});

test("a build without the development dependencies fails and says what to do", () => {
  const { status, output } = npmRun("build");
  expect(status).not.toBe(0);
  expect(output).toMatch(/^not installed: .*@types\/ssh2.*; run npm ci$/m);
});

function npmRun(script: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", script], {
    cwd: copy,
    encoding: "utf8",
  });
  return { status, output: stdout + stderr };
}
