import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { NodeLooks } from "../../components/rollout/nodeLooks";
import type { ControlledNode } from "../../components/rollout/reconcile";
import { activeNode, passiveNode, seen } from "./sampleFacts";

/** @param delays of its looks, in milliseconds; the last one holds for all later ones */
function slow(name: string, delays: number[]): ControlledNode & { looks: number } {
  const node = {
    name,
    looks: 0,
    observe: async () => {
      await sleep(delays[Math.min(node.looks, delays.length - 1)]);
      node.looks += 1;
      return seen(name === "node1" ? activeNode : passiveNode);
    },
    reach: async () => undefined,
    lease: async () => ({ isNew: false }),
    act: async () => undefined,
  };
  return node;
}

it("sees the peer of a slow node as it is after the look at that node", async () => {
  const nodes = [slow("node1", [10, 2100]), slow("node2", [2100, 10])] as const;
  const looks = new NodeLooks(nodes);
  await looks.lookAtBoth();
  expect(await looks.renew(0)).toBe(true);
  expect(looks.isOld(1)).toBe(false);
  expect(nodes.map((node) => node.looks)).toEqual([2, 2]);
  expect(await looks.renew(1)).toBe(false);
}, 20_000);
