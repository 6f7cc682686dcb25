import { describe, expect, it } from "vitest";
import { NodeHealth, type NodeStatus, nextChange } from "../../components/aws/gate/vmOrder";

const active: NodeStatus = { health: NodeHealth.Healthy, role: "active" };
const passive: NodeStatus = { health: NodeHealth.Healthy, role: "passive" };
const unhealthy: NodeStatus = { health: NodeHealth.Unhealthy, role: "passive", detail: "it has not synced" };
const stopped: NodeStatus = { health: NodeHealth.Stopped };
const absent: NodeStatus = { health: NodeHealth.Absent };
const unreachable: NodeStatus = { health: NodeHealth.Unreachable, detail: "timed out" };

function decide(first: NodeStatus, second: NodeStatus, asks = [true, true], force = false) {
  const standing = (status: NodeStatus, index: number) => ({
    name: `vm${index + 1}`,
    asks: asks[index] === true,
    status,
  });
  return nextChange([standing(first, 0), standing(second, 1)], force);
}

describe("the VM that is changed next", () => {
  it.each([
    ["the passive one", active, passive, 1],
    ["the passive one, wherever it is", passive, active, 0],
    ["one that a change has left down", unreachable, active, 0],
    ["one that is not healthy, rather than its healthy peer", active, unhealthy, 1],
    ["one that is stopped", active, stopped, 1],
    ["any, where nothing is deployed yet", absent, absent, 0],
  ])("is %s", (_, first, second, next) => {
    expect(decide(first, second)).toEqual({ next });
  });

  it("is the only one that changes, while its peer is healthy", () => {
    expect(decide(active, passive, [true, false])).toEqual({ next: 0 });
    expect(decide(unhealthy, active, [true, false])).toEqual({ next: 0 });
  });

  it.each([
    ["is stopped", stopped, "vm2 is stopped"],
    ["is not healthy", unhealthy, "vm2 is unhealthy (it has not synced)"],
    ["does not answer", unreachable, "vm2 is unreachable (timed out)"],
    ["is not deployed", absent, "vm2 is not deployed"],
  ])("is none while the peer of the one that changes %s", (_, peer, reason) => {
    const decision = decide(active, peer, [true, false]);
    expect(decision).toHaveProperty(
      "refusal",
      expect.stringContaining(`vm1 is not changed, because ${reason}`),
    );
    expect(decision).toHaveProperty("refusal", expect.stringContaining("the argument force"));
    expect(decide(active, peer, [true, false], true)).toEqual({ next: 0 });
  });

  it("is none where both are down", () => {
    expect(decide(stopped, unreachable)).toHaveProperty("refusal");
  });
});
