import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RunMemory } from "../../components/rollout/runMemory";
import { activeNode, activeProduct, passiveNode, seen } from "./sampleFacts";

const desired = (["node1", "node2"] as const).map((name) => ({
  name,
  revision: "a2",
  isManaged: true,
  isInstalled: false,
  eventSync: undefined,
  isHeld: false,
  version: undefined,
}));
const limits = { start: 600, steady: 5 };
const newMemory = () => new RunMemory([desired[0] as never, desired[1] as never], limits);
const apply = { kind: "apply", revision: "a2" } as const;
const both = [seen(activeNode), seen(passiveNode)] as const;

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

describe("the memory of a run", () => {
  it("keeps what was started, whatever became of it, and why it failed", () => {
    const memory = newMemory();
    memory.acts(0, apply, "node1: it did not start");
    memory.acted(0, apply, { kind: "failed", reason: "no process within 30 s" });
    expect(memory.histories[0]).toMatchObject({
      started: ["a2"],
      failures: ["node1: it did not start", "node1: no process within 30 s"],
      refusal: undefined,
    });
  });

  it("asks once more where a node refuses, and no further", () => {
    const memory = newMemory();
    for (const refusal of [undefined, "no room"]) {
      memory.acts(0, { kind: "stop" }, undefined);
      memory.acted(0, { kind: "stop" }, { kind: "refused", reason: "no room" });
      expect(memory.histories[0]).toMatchObject({ started: [], failures: [], refusal });
    }
  });

  it("gives a node up only when it has refused to install two revisions", () => {
    const memory = newMemory();
    const refuse = (revision: string) => {
      memory.acts(0, { kind: "apply", revision }, undefined);
      memory.acted(0, { kind: "apply", revision }, { kind: "refused", reason: `no ${revision}` });
    };
    const refusedApply = { revision: "a2", reason: "no a2" };
    refuse("a2");
    expect(memory.histories[0]).toMatchObject({ refusedApply: undefined, refusal: undefined });
    refuse("a2");
    expect(memory.histories[0]).toMatchObject({ started: [], refusedApply, refusal: undefined });
    refuse("a1");
    expect(memory.histories[0]).toMatchObject({ refusedApply, refusal: undefined });
    refuse("a1");
    expect(memory.histories[0]).toMatchObject({ started: [], refusedApply, refusal: "no a1" });
  });

  it("takes a stop that failed for the end of what it may do there", () => {
    const memory = newMemory();
    memory.acts(1, { kind: "stop" }, undefined);
    memory.acted(1, { kind: "stop" }, { kind: "failed", reason: "systemd does not stop it" });
    expect(memory.histories[1].refusal).toBe("systemd does not stop it");
  });

  it("gives up on a node that somebody else starts after every stop", () => {
    const memory = newMemory();
    for (let stops = 1; stops <= 5; stops++) {
      expect(memory.histories[1].refusal).toBeUndefined();
      memory.acts(1, { kind: "stop" }, undefined);
      memory.acted(1, { kind: "stop" }, { kind: "done" });
    }
    expect(memory.histories[1].refusal).toMatch(/^it was running again after each of 5 stops; find out/);
  });

  it.each([{ kind: "stop" }, { kind: "markHealthy", revision: "a2" }] as const)(
    "repeats an action once of which nobody heard the end: $kind",
    (action) => {
      const memory = newMemory();
      for (const refusal of [
        undefined,
        expect.stringMatching(/^the connection was lost twice while it was to be/),
      ]) {
        memory.acts(1, action, undefined);
        memory.acted(1, action, undefined);
        expect(memory.histories[1].refusal).toEqual(refusal);
      }
    },
  );

  it("counts the time beside a peer that serves, and begins again with every action", () => {
    const memory = newMemory();
    const lacking = seen({ ...activeNode, product: { ...activeProduct, hasWorker: false } });
    memory.see([lacking, seen(passiveNode)]);
    vi.advanceTimersByTime(601_000);
    expect(memory.see([lacking, seen(passiveNode)])[0].isOverdue).toBe(true);
    memory.acts(1, apply, undefined);
    expect(memory.see([lacking, seen(passiveNode)])[0].isOverdue).toBe(false);
  });

  it("needs a node that it has started to be healthy for the steady time", () => {
    const memory = newMemory();
    expect(memory.see(both).map(({ isSteady }) => isSteady)).toEqual([true, true]);
    memory.acts(1, apply, undefined);
    memory.acted(1, apply, { kind: "done" });
    expect(memory.see(both).map(({ isSteady }) => isSteady)).toEqual([true, false]);
    vi.advanceTimersByTime(5000);
    expect(memory.see(both).map(({ isSteady }) => isSteady)).toEqual([true, true]);
  });

  it("counts the time without service from the moment at which it ended", () => {
    const memory = newMemory();
    memory.see(both);
    vi.advanceTimersByTime(601_000);
    const product = { ...activeProduct, closedPorts: ["thrift:7612"], ageSeconds: 864_000 };
    const pausing = seen({ ...activeNode, product });
    expect(memory.see([pausing, seen(passiveNode)])[0].process).toBe("starting");
    vi.advanceTimersByTime(31_000);
    expect(memory.see([pausing, seen(passiveNode)])[0].process).toBe("failed");
    memory.see(both);
    expect(memory.see([pausing, seen(passiveNode)])[0].process).toBe("starting");
  });

  it("keeps what the thorough look has found of MySQL", () => {
    const memory = newMemory();
    const checks = [{ subject: "database", state: "bad", detail: "no INSERT" } as const];
    memory.see([seen({ ...activeNode, database: { checks } }), seen(passiveNode)]);
    expect(memory.see(both)[0].obstacle).toBe("no INSERT");
  });
});

describe("a node that has failed for want of time", () => {
  const slow = seen({ ...activeNode, product: { ...activeProduct, role: "none", ageSeconds: 1 } });

  it("has failed also after its peer was stopped or started, and not when it was started itself", () => {
    const memory = newMemory();
    const process = () => memory.see([slow, seen(passiveNode)])[0].process;
    expect(process()).toBe("starting");
    vi.advanceTimersByTime(601_000);
    expect(process()).toBe("failed");
    for (const action of [{ kind: "stop" } as const, apply]) {
      memory.acts(1, action, undefined);
      memory.acted(1, action, { kind: "done" });
      expect(process()).toBe("failed");
    }
    memory.acts(0, apply, undefined);
    memory.acted(0, apply, { kind: "done" });
    expect(process()).toBe("starting");
  });
});
