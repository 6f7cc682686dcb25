import { describe, expect, it } from "vitest";
import type { NodeFacts, ProductFacts } from "../../components/node";
import { Process, Role } from "../../components/rollout/clusterState";
import { type NodeMemory, nodeState } from "../../components/rollout/nodeState";
import type { NodeObservation } from "../../components/rollout/observation";
import { activeNode, activeProduct, passiveNode, seen } from "./sampleFacts";

const limits = { start: 600, steady: 5 };
const fresh: NodeMemory = {
  awaitedSeconds: 0,
  hasActed: false,
  isNew: false,
  healthySeconds: 0,
  notServingSeconds: 60,
  unsteadySeconds: 0,
  obstacle: undefined,
};
const desired = {
  name: "node1",
  revision: "a1",
  version: undefined,
  isManaged: true,
  isInstalled: false,
  eventSync: undefined,
  isHeld: false,
};

function state(observation: NodeObservation, memory: Partial<NodeMemory> = {}) {
  return nodeState(desired, observation, { ...fresh, ...memory }, limits);
}

const running = (change: Partial<ProductFacts>): NodeObservation =>
  seen({ ...activeNode, product: { ...activeProduct, ...change } });
/** Nobody can send it an event, so nobody but the product writes its log. */
const closed = (change: Partial<ProductFacts>) => running({ closedPorts: ["thrift:7612"], ...change });
const stock = (change: Partial<NodeFacts>): NodeObservation => seen({ ...activeNode, ...change });

describe("a first node whose start waits for the second", () => {
  const waiting = { role: "active", hasStarted: false, waitsForPeer: true } as const;

  it("serves, and is not steady", () => {
    expect(state(running(waiting), { healthySeconds: undefined })).toMatchObject({
      process: Process.Serving,
      isSteady: false,
      problem: expect.stringContaining("its start waits for the other node"),
    });
  });

  it("says so where it takes no events yet", () => {
    expect(state(closed(waiting)).problem).toContain("its start waits for the other node");
    expect(state(closed({ ...waiting, waitsForPeer: false })).problem).toContain("7612");
  });
});

describe("a node", () => {
  it.each<[what: string, process: Process, observation: NodeObservation]>([
    ["is active", Process.Serving, seen(activeNode)],
    ["is passive and synced", Process.Serving, seen(passiveNode)],
    ["serves without its Spark worker", Process.Serving, running({ hasWorker: false })],
    [
      "serves whatever one line of its log says",
      Process.Serving,
      running({ cause: "CEP started in Single node mode" }),
    ],
    [
      "serves though its logs begin after its start",
      Process.Serving,
      running({ isLogged: false, role: "none" }),
    ],
    [
      "serves though a Spark port is closed and its logs begin after its start",
      Process.Serving,
      running({ isLogged: false, role: "none", closedPorts: ["sparkWorker:11501"] }),
    ],
    [
      "takes no events, and its logs begin after its start",
      Process.Starting,
      running({ isLogged: false, role: "none", closedPorts: ["thrift:7612"] }),
    ],
    ["is passive and not synced", Process.Starting, running({ role: "passive" })],
    ["has no role yet", Process.Starting, running({ role: "none" })],
    ["takes no events", Process.Starting, running({ closedPorts: ["thrift:7612"] })],
    ["says why it does not start", Process.Failed, closed({ role: "none", cause: "Cannot start" })],
    ["is a third member", Process.Failed, closed({ role: "backup" })],
    ["has hung for long before this run", Process.Failed, closed({ role: "none", ageSeconds: 601 })],
    ["is stopped", Process.Stopped, running({ isRunning: false })],
    ["was never deployed", Process.Stopped, stock({ active: [], product: undefined })],
  ])("that %s: %s", (_, process, observation) => {
    expect(state(observation).process).toBe(process);
  });

  it.each<[what: string, change: Partial<ProductFacts>]>([
    ["a fatal line", { role: "none", cause: "Cannot start" }],
    ["a third member", { role: "backup" }],
    ["a passive one without state", { role: "passive" }],
    ["no role", { role: "none" }],
  ])("that is open and has %s in its log has not failed before its time", (_, change) => {
    const observation = running({ ageSeconds: 7200, closedPorts: ["sparkWorker:4041"], ...change });
    expect(state(observation)).toMatchObject({ process: Process.Starting, isOpen: true });
    expect(state(observation, { awaitedSeconds: 601 })).toMatchObject({
      process: Process.Failed,
      isOpen: true,
    });
  });

  it("is open where all its ports but the Spark worker's answer", () => {
    expect(state(seen(activeNode)).isOpen).toBe(true);
    expect(state(running({ closedPorts: ["sparkWorker:4041", "console:9444"] })).isOpen).toBe(false);
    expect(state(running({ isRunning: false })).isOpen).toBe(false);
  });

  it("that does not answer for a moment has not failed, however old it is", () => {
    const pausing = closed({ ageSeconds: 864_000 });
    for (const memory of [{}, { awaitedSeconds: 601 }]) {
      expect(state(pausing, { ...memory, notServingSeconds: 29 }).process).toBe(Process.Starting);
      expect(state(pausing, { ...memory, notServingSeconds: 30 }).process).toBe(Process.Failed);
    }
  });

  it("with a fatal line fails at once only if this run has started it and has not seen it serve", () => {
    const observation = closed({ role: "none", cause: "Cannot start" });
    const atOnce = { notServingSeconds: 0 };
    expect(state(observation, { ...atOnce, hasActed: true, isNew: true }).process).toBe(Process.Failed);
    expect(state(observation, { ...atOnce, hasActed: true }).process).toBe(Process.Starting);
    expect(state(observation, atOnce).process).toBe(Process.Starting);
  });

  it("that is awaited for too long has failed, whatever its age", () => {
    const observation = running({ role: "none", ageSeconds: 10 });
    expect(state(observation, { awaitedSeconds: 601, hasActed: true }).process).toBe(Process.Failed);
    expect(state(running({ role: "none", ageSeconds: 700 }), { hasActed: true }).process).toBe(
      Process.Starting,
    );
  });

  it("is steady after its time, or where it is older than this run knows", () => {
    expect(state(seen(activeNode)).isSteady).toBe(true);
    expect(state(seen(activeNode), { hasActed: true }).isSteady).toBe(false);
    expect(state(seen(activeNode), { hasActed: true, healthySeconds: 5 }).isSteady).toBe(true);
    expect(state(seen(activeNode), { healthySeconds: undefined }).isSteady).toBe(false);
  });

  it("says what it lacks, the first cause first", () => {
    expect(state(running({ hasWorker: false })).problem).toContain("Spark worker");
    expect(state(running({ closedPorts: ["sparkWorker:4041"] })).problem).toContain("Spark worker");
    expect(state(running({ closedPorts: ["console:9444"] })).problem).toBe(
      "it does not answer on 9444 (console)",
    );
    expect(state(running({ cause: "Cannot start", role: "none" })).problem).toBe(
      "its log says: Cannot start",
    );
    expect(state(running({ isRunning: false, newestCause: "OutOfMemoryError" })).problem).toBe(
      "the newest error in its log is: OutOfMemoryError (it is stopped)",
    );
    expect(state(seen(activeNode)).problem).toBeUndefined();
  });

  it("has one role, or none that is known", () => {
    expect(state(seen(passiveNode)).role).toBe(Role.Passive);
    expect(state(running({ role: "backup" })).role).toBe(Role.Unknown);
  });

  it("that answers with something else is silent, and says what", () => {
    expect(state({ kind: "wrong", reason: "it says: hello" }).silence).toBe("it says: hello");
    expect(state({ kind: "unreachable", reason: "refused" }).silence).toBe("refused");
  });

  it("has no revision where an apply was cut off, and no healthy one that is gone", () => {
    expect(state(stock({ active: ["a0", "a1"] })).active).toBeUndefined();
    expect(state(stock({ healthy: "a0", revisions: ["a1"] })).healthy).toBeUndefined();
    expect(state(stock({ revisions: ["a0"] })).isStaged).toBe(false);
  });

  it("runs with an unknown revision where the files beside its home are lost", () => {
    const lost = stock({ active: [], healthy: undefined, activeValues: { "clustering.domain": "one" } });
    expect(state(lost)).toMatchObject({
      process: Process.Serving,
      active: undefined,
      activeValues: undefined,
    });
  });

  it("is kept from an action by what somebody has to correct", () => {
    expect(state(stock({ node: "node2" })).obstacle).toContain("is node2 of this deployment");
    expect(state(seen(activeNode), { obstacle: "no INSERT" }).obstacle).toBe("no INSERT");
  });
});
