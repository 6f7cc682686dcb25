import { describe, expect, it } from "vitest";
import { type GatedNode, type GatePlace, VmGate } from "../../components/aws/gate/vmGate";
import { NodeHealth, type NodeStatus } from "../../components/aws/gate/vmOrder";

/** A node that can be down, and tells what happens to it. */
class FakeNode implements GatedNode {
  readonly name: string;
  current: NodeStatus;
  failure: Error | undefined;
  private readonly events: string[];

  constructor(name: string, current: NodeStatus, events: string[]) {
    this.name = name;
    this.current = current;
    this.events = events;
  }

  async status() {
    return this.current;
  }

  async recover() {
    if (this.failure !== undefined) throw this.failure;
    this.current = passive;
    this.events.push(`${this.name} is back`);
  }

  change() {
    this.events.push(`${this.name} is changed`);
    this.current = { health: NodeHealth.Unreachable };
  }
}

const active: NodeStatus = { health: NodeHealth.Healthy, role: "active" };
const passive: NodeStatus = { health: NodeHealth.Healthy, role: "passive" };

function twoNodes(patience = 600) {
  const events: string[] = [];
  const gate = new VmGate({
    force: Promise.resolve(false),
    patienceSeconds: Promise.resolve(patience),
  });
  const nodes = [new FakeNode("vm1", active, events), new FakeNode("vm2", passive, events)] as const;
  const places = [gate.place(nodes[0]), gate.place(nodes[1])] as const;
  const change = (index: 0 | 1) => changeThrough(places[index], nodes[index]);
  return { events, nodes, places, change };
}

/** As the engine does it: the change begins when the gate opens. */
function changeThrough(place: GatePlace, node: FakeNode): Promise<void> {
  const changed = Promise.withResolvers<void>();
  const open = () => {
    node.change();
    changed.resolve();
  };
  return place.pass(open, changed.promise);
}

describe("the gate before the VMs", () => {
  it("changes the passive node first, though the active one asks first, and then the other", async () => {
    const { events, change } = twoNodes();
    await Promise.all([change(0), change(1)]);
    expect(events).toEqual(["vm2 is changed", "vm2 is back", "vm1 is changed", "vm1 is back"]);
  });

  it("lets a VM wait until it is known whether the other one changes too", async () => {
    const { events, places, change } = twoNodes();
    const passed = change(0);
    await new Promise(setImmediate);
    expect(events).toEqual([]);
    places[1].staysAsItIs();
    await passed;
    expect(events).toEqual(["vm1 is changed", "vm1 is back"]);
  });

  it("does not change the active node when the passive one does not come back", async () => {
    const { events, nodes, change } = twoNodes();
    nodes[1].failure = new Error("vm2 is unhealthy");
    const [first, second] = await Promise.allSettled([change(0), change(1)]);
    expect(second).toMatchObject({ reason: { message: "vm2 is unhealthy" } });
    expect(first).toMatchObject({
      reason: { message: expect.stringContaining("the change of vm2 before it") },
    });
    expect(events).toEqual(["vm2 is changed"]);
  });

  it("asks for the peer's health again before the second change", async () => {
    const { events, nodes, change } = twoNodes();
    const recover = nodes[1].recover.bind(nodes[1]);
    nodes[1].recover = async () => {
      await recover();
      nodes[1].current = { health: NodeHealth.Stopped };
    };
    const [first] = await Promise.allSettled([change(0), change(1)]);
    expect(first).toMatchObject({ reason: { message: expect.stringContaining("vm2 is stopped") } });
    expect(events).toEqual(["vm2 is changed", "vm2 is back"]);
  });

  it("gives up the other VM's passage when something of a VM fails", async () => {
    const { events, places, change } = twoNodes();
    const passed = change(0);
    places[1].fail(new Error("vm2's volume failed"));
    await expect(passed).rejects.toThrow("vm2's volume failed");
    expect(events).toEqual([]);
  });

  it("does not wait for ever for what is not known of the other VM", async () => {
    const { events, change } = twoNodes(0);
    await expect(change(0)).rejects.toThrow("it is not known whether the other one changes too");
    expect(events).toEqual([]);
  });
});
