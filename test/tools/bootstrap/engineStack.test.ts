import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EngineStack } from "../../../tools/machine/engineStack";

describe("an update", () => {
  let folder: string;
  let stack: EngineStack;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "engine-stack-"));
    stack = await EngineStack.create(path.join(folder, "stack"), path.join(folder, "home"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const rejecting = (code: number) => async () => {
    void Promise.reject(Object.assign(new Error("a call failed"), { code }));
    // Node reports it in a later turn.
    await new Promise((resolve) => setTimeout(resolve, 50));
    return {};
  };

  it("is not failed by the late call of a program whose engine was killed", async () => {
    const { failed, output } = await stack.up(rejecting(14));
    expect(failed, output).toBe(false);
  });

  it("is failed by any other rejection in its program", async () => {
    const { failed, output } = await stack.up(rejecting(2));
    expect(failed).toBe(true);
    expect(output).toContain("a call failed");
  });
});
