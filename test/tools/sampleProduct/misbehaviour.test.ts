import { expect, test } from "vitest";
import { type SampleNode, useSampleCluster } from "./sampleCluster";

const cluster = useSampleCluster();
const up = "WSO2 Carbon started in";
const active = "Became CEP HA Active Member";
const synced = "CEP HA State successfully synced.";
const stuck = "Waiting for required OSGi services";

/** The first node is up and active; the second is told to misbehave by the configuration, and started. */
async function secondMisbehaves(word: string): Promise<[SampleNode, SampleNode]> {
  const { description, nodes } = cluster();
  const override = {
    file: "repository/conf/carbon.xml",
    path: "/Server/ServerKey",
    value: `misbehave:${word}`,
    node: "node2" as const,
  };
  const [node1, node2] = await nodes({ ...description, overrides: [override] });
  node1.start();
  await node1.logs(up);
  node2.start();
  return [node1, node2];
}

test("never-ready: starts, and that is all", async () => {
  const [node1, node2] = await secondMisbehaves("never-ready");
  await node2.logs(stuck);
  await expect(node2.publish("orders")).rejects.toThrow("ECONNREFUSED");
  expect(node2.isRunning()).toBe(true);
  expect(node2.log()).not.toContain(up);
  expect(node1.log()).not.toContain("Member joined");
});

test("dies-after-start: is up, then gone", async () => {
  const [node1, node2] = await secondMisbehaves("dies-after-start");
  await node2.logs(up);
  await node1.logs("Member left [");
  await expect.poll(() => node2.isRunning()).toBe(false);
  expect(node2.log()).not.toContain("Shutdown hook triggered");
});

test("wrong-role: two are active", async () => {
  const [node1, node2] = await secondMisbehaves("wrong-role");
  await node2.logs(up);
  expect(node2.log()).toContain(active);
  expect(node1.log()).toContain(active);
  expect(node1.log()).not.toContain("Became CEP HA Passive Member");
});

test("sync-fails: passive, and never synced", async () => {
  const [, node2] = await secondMisbehaves("sync-fails");
  await node2.logs("CEP HA State syncing failed");
  expect(node2.log()).toContain("Became CEP HA Passive Member");
  expect(node2.log()).not.toContain(synced);
});

test("sync-fails: what the active node gives is not taken either", async () => {
  const [node1, node2] = await secondMisbehaves("slow:0");
  await node2.logs(synced);
  await node2.end();
  node1.misbehave("sync-fails");
  node2.start();
  await node2.logs("java.lang.RuntimeException: Internal server error occurred at CEP member");
  expect(node2.log()).not.toContain(synced);
});

test("slow: up when its seconds are over", async () => {
  const [, node2] = await secondMisbehaves("slow:2");
  await node2.logs(synced);
  const seconds = Number(/WSO2 Carbon started in (\d+) sec/.exec(node2.log())?.[1]);
  expect(seconds).toBeGreaterThanOrEqual(2);
});

test("slow-stop: TERM ends it when its seconds are over", async () => {
  const [, node2] = await secondMisbehaves("slow-stop:1");
  await node2.logs(up);
  node2.signal("SIGTERM");
  await node2.logs("Gracefully shutting down");
  expect(node2.isRunning()).toBe(true);
  expect(node2.log()).not.toContain("Halting JVM");
  await node2.logs("Halting JVM");
});

test("a file in the home tells it too, before the configuration, and no more when it is gone", async () => {
  const [node1, node2] = await secondMisbehaves("never-ready");
  await node2.end();
  node2.misbehave("slow:0");
  node2.start();
  await node2.logs(synced);
  await node2.end();
  node2.misbehave(undefined);
  node2.start();
  await node2.logs(stuck);
  await node1.logs("Member left [");
});
