import { expect, test } from "vitest";
import { useSampleCluster } from "./sampleCluster";

const cluster = useSampleCluster();
const active = "Became CEP HA Active Member";
const passive = "Became CEP HA Passive Member";
const synced = "CEP HA State successfully synced.";
const up = "WSO2 Carbon started in";

test("two nodes elect one, and the other takes over its state", async () => {
  const [node1, node2] = await cluster().nodes();
  node1.start();
  await node1.logs(up);
  await node1.logs(active);
  await node1.publish("orders", "orders", "returns");
  node2.start();
  await node2.logs(up);
  await node2.logs(passive);
  await node2.logs(synced);
  expect(await node2.counts()).toEqual({ orders: 2, returns: 1 });
});
