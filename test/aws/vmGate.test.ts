import { describe, expect, it } from "vitest";
import { type GatedPair, type GatePlace, VmGate } from "../../components/aws/gate/vmGate";
import type { NodeIndex } from "../../components/rollout/clusterState";
import type { NodeObservation } from "../../components/rollout/observation";
import { activeNode, activeProduct, passiveNode, seen } from "../rollout/sampleFacts";

const active = seen(activeNode);
const passive = seen(passiveNode);
const stopped = seen({ ...passiveNode, product: { ...activeProduct, isRunning: false } });
const unreachable: NodeObservation = { kind: "unreachable", reason: "timed out" };

/** Two nodes that can be down, and tell what happens to them. */
class FakePair implements GatedPair {
  readonly events: string[] = [];
  readonly seen: [NodeObservation, NodeObservation] = [active, passive];
  /** Why a node does not come up. */
  readonly faults: (string | undefined)[] = [];

  async look() {
    return this.seen;
  }

  async heal(leftAlone: NodeIndex | undefined) {
    const reasons: string[] = [];
    for (const index of [0, 1] as const) {
      const { kind } = this.seen[index];
      const isDown = kind === "unreachable" || this.seen[index] === stopped;
      if (!isDown || index === leftAlone) continue;
      const fault = this.faults[index];
      if (fault !== undefined) reasons.push(fault);
      else {
        this.seen[index] = passive;
        this.events.push(`node${index + 1} is started`);
      }
    }
    return reasons;
  }
}

function twoVms({ patience = 600, force = false } = {}) {
  const pair = new FakePair();
  const gate = new VmGate({
    pair,
    force: Promise.resolve(force),
    patienceSeconds: Promise.resolve(patience),
  });
  const places = [gate.place("vm1"), gate.place("vm2")] as const;
  const change = (index: 0 | 1) => changeThrough(places[index], pair, index);
  return { pair, places, change };
}

/** As the engine does it: the change begins when the gate opens. */
function changeThrough(place: GatePlace, pair: FakePair, index: 0 | 1): Promise<void> {
  const changed = Promise.withResolvers<void>();
  const open = () => {
    pair.events.push(`${place.name} is changed`);
    pair.seen[index] = unreachable;
    changed.resolve();
  };
  return place.pass(open, changed.promise);
}

const changesBoth = ["vm2 is changed", "node2 is started", "vm1 is changed"];

describe("the gate before the VMs", () => {
  it("changes the passive node first, though the active one asks first, starts it, and then the other", async () => {
    const { pair, change } = twoVms();
    await Promise.all([change(0), change(1)]);
    expect(pair.events).toEqual(changesBoth);
  });

  it("lets a VM wait until it is known whether the other one changes too", async () => {
    const { pair, places, change } = twoVms();
    const passed = change(0);
    await new Promise(setImmediate);
    expect(pair.events).toEqual([]);
    places[1].staysAsItIs();
    await passed;
    expect(pair.events).toEqual(["vm1 is changed"]);
  });

  it("starts the other node where it is stopped, before the change", async () => {
    const { pair, places, change } = twoVms();
    pair.seen[1] = stopped;
    places[1].staysAsItIs();
    await change(0);
    expect(pair.events).toEqual(["node2 is started", "vm1 is changed"]);
  });

  it("does not start the node that is to be changed", async () => {
    const { pair, change } = twoVms();
    pair.seen[1] = stopped;
    await Promise.all([change(0), change(1)]);
    expect(pair.events).toEqual(changesBoth);
  });

  it("does not change the active node when the passive one does not come back, and says why", async () => {
    const { pair, change } = twoVms();
    pair.faults[1] = "node2 does not serve: its disk is full";
    const [first, second] = await Promise.allSettled([change(0), change(1)]);
    expect(second).toMatchObject({ status: "fulfilled" });
    expect(first).toMatchObject({
      reason: {
        message: expect.stringMatching(
          /^vm1 is not changed, because the other node does not serve[^\n]*force\nnode2 .* full$/,
        ),
      },
    });
    expect(pair.events).toEqual(["vm2 is changed"]);
  });

  it("changes both with force, whatever does not come up", async () => {
    const { pair, change } = twoVms({ force: true });
    pair.faults[1] = "node2 does not serve: its disk is full";
    await Promise.all([change(0), change(1)]);
    expect(pair.events).toEqual(["vm2 is changed", "vm1 is changed"]);
  });

  it("changes no second VM after one of which the change has failed", async () => {
    const { pair, places, change } = twoVms();
    const refusal = Promise.reject(new Error("InsufficientInstanceCapacity"));
    const open = () => void pair.events.push("vm2 is refused");
    const [first, second] = await Promise.allSettled([change(0), places[1].pass(open, refusal)]);
    expect(second).toMatchObject({ reason: { message: "InsufficientInstanceCapacity" } });
    expect(first).toMatchObject({
      reason: { message: expect.stringContaining("the change of vm2 before it") },
    });
    expect(pair.events).toEqual(["vm2 is refused"]);
  });

  it("gives up the other VM's passage when something of a VM fails", async () => {
    const { pair, places, change } = twoVms();
    const passed = change(0);
    places[1].fail(new Error("vm2's volume failed"));
    await expect(passed).rejects.toThrow("vm2's volume failed");
    expect(pair.events).toEqual([]);
  });

  it("does not wait for ever for what is not known of the other VM", async () => {
    const { pair, change } = twoVms({ patience: 0 });
    await expect(change(0)).rejects.toThrow("it is not known whether the other one changes too");
    expect(pair.events).toEqual([]);
  });
});
