import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copyRepository, linkPackages, processesWith, start } from "./repositoryCopy";

const demo = "tools/demo/main.ts";
const limit = 600_000;
let copy: string;

beforeAll(() => {
  copy = copyRepository();
  linkPackages(copy);
});

afterAll(async () => {
  await start(copy, [demo, "--down"]).exitCode();
  rmSync(copy, { recursive: true });
});

describe("a demo whose processes are all killed at once", () => {
  // Every run has to get past the step at which the one before was killed to reach its own.
  const steps = ["Pulumi CLI", "plugins", "product homes", "servers", "stack", "first update"];
  test.each(steps)(
    "at the start of the step %s starts afresh when run again",
    { timeout: limit },
    async (name) => {
      const run = start(copy, [demo]);
      await run.until(() => run.output().includes(`  ${name} .`));
      await run.kill();
      expect(run.output()).not.toContain("failed");
    },
  );

  test("in the middle of the first update starts afresh when run again", { timeout: limit }, async () => {
    const run = start(copy, [demo]);
    const log = path.join(copy, ".demo/logs/first-update.log");
    await run.until(() => run.output().includes("  first update ."));
    await run.until(
      () => existsSync(log) && / mysql:index:Database \S+ created/.test(readFileSync(log, "utf8")),
    );
    await run.kill();
    expect(run.output()).not.toContain("failed");
  });

  test("during the clean-up completes when run again, and leaves only its logs and the user's PULUMI_HOME as it was", {
    timeout: limit,
  }, async () => {
    const interrupted = start(copy, [demo]);
    await interrupted.until(() => interrupted.output().includes("  clean-up ."));
    await interrupted.kill();

    const home = path.join(copy, "users-pulumi-home");
    mkdirSync(path.join(home, "plugins"), { recursive: true });
    const run = start(copy, [demo], { PULUMI_HOME: home });
    expect(await run.exitCode(), run.output()).toBe(0);
    expect(readdirSync(home, { recursive: true })).toEqual(["plugins"]);
    expect(run.output()).toContain("no changes");
    expect(readdirSync(path.join(copy, ".demo"))).toEqual(["logs"]);
    expect(processesWith(`${copy}/`)).toEqual([]);
  });
});

describe("a demo that was to be kept", () => {
  test("goes on when its starter is killed, and --down ends it", { timeout: limit }, async () => {
    const run = start(copy, [demo, "--keep"]);
    await run.until(() => run.output().includes("  stack ."));
    await run.kill();
    expect(processesWith(`${copy}/.demo/node1-sshd/`)).toHaveLength(1);
    expect(processesWith(`${copy}/.demo/mysql/`)).toHaveLength(1);

    const down = start(copy, [demo, "--down"]);
    expect(await down.exitCode(), down.output()).toBe(0);
    expect(processesWith(`${copy}/.demo/`)).toEqual([]);
    expect(readdirSync(path.join(copy, ".demo"))).toEqual(["logs"]);
  });
});
