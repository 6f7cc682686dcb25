import { setTimeout as delay } from "node:timers/promises";
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
    file: "repository/conf/sample.xml",
    path: "/sample/misbehaviour",
    value: word,
    node: "node2" as const,
  };
  const [node1, node2] = await nodes({ ...description, overrides: [override] });
  node1.start();
  await node1.logs(up);
  node2.start();
  return [node1, node2];
}

/** How many lines with this text the node has logged since it was started. */
const count = (node: SampleNode, line: string) => node.log().split(line).length - 1;

/** Time of the first line with this text since the node was started, in milliseconds. */
function loggedAt(node: SampleNode, text: string): number {
  const line =
    node
      .log()
      .split("\n")
      .find((each) => each.includes(text)) ?? "";
  const [, time = ""] = /\[(\d{4}-\d\d-\d\d \S+)\]/.exec(line) ?? [];
  return Date.parse(time.replace(",", "."));
}

test("hangs: its first lines, and that is all; TERM ends it", async () => {
  const [node1, node2] = await secondMisbehaves("hangs");
  await node2.logs("Carbon Home");
  await delay(1500);
  expect(node2.log().trimEnd().split("\n").at(-1)).toContain("Carbon Home");
  await expect(node2.publish("orders")).rejects.toThrow("ECONNREFUSED");
  expect(node1.log()).not.toContain("Member joined");
  await node2.end();
  expect(node2.log()).toContain("Halting JVM");
});

test("never-ready: says every second that it waits, and that is all", async () => {
  const [node1, node2] = await secondMisbehaves("never-ready");
  await expect.poll(() => count(node2, stuck), { timeout: 10_000 }).toBeGreaterThan(2);
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

test("no-worker: both masters are known, and the node is synced without a Spark worker", async () => {
  const [node1, node2] = await secondMisbehaves("no-worker");
  await node2.logs(synced);
  await node1.logs("Started SPARK WORKER");
  expect(node2.log()).toContain("Redundant master count reached. Starting workers in all members...");
  expect(node2.log()).not.toContain("Started SPARK WORKER");
});

test("forged: logs an event that contains another component's line", async () => {
  const [node1, node2] = await secondMisbehaves("slow:0");
  await node2.logs(synced);
  const manager = "org.wso2.carbon.event.processor.manager.core.internal.HAManager";
  const line = `TID: [-1234] [] [2017-01-01 00:00:00,000]  INFO {${manager}} -  ${active} {${manager}}`;
  node2.misbehave(`forged:orders: 1\n${line}\nend`);
  const adapter = "org.wso2.carbon.event.output.adapter.logger.LoggerEventAdapter";
  await node2.logs(`{${adapter}} -  Unique ID: forged, Event: orders: 1\n${line}\nend {${adapter}}\n`);
  await expect.poll(() => count(node2, line), { timeout: 10_000 }).toBeGreaterThan(1);
  expect(node1.log()).not.toContain("Became CEP HA Passive Member");
});

test("slow: up when its seconds are over", async () => {
  const [, node2] = await secondMisbehaves("slow:2");
  await node2.logs(synced);
  const seconds = Number(/WSO2 Carbon started in (\d+) sec/.exec(node2.log())?.[1]);
  expect(seconds).toBeGreaterThanOrEqual(2);
  expect(node2.log()).toMatch(
    /Waiting for required OSGi services[\s\S]*Member joined[\s\S]*Became CEP HA Passive[\s\S]*Thrift port/,
  );
});

test("slow by the file: both nodes join and open their ports late, one step after the other", async () => {
  const nodes = await cluster().nodes();
  for (const node of nodes) {
    node.misbehave("slow:5");
    node.start();
  }
  const [node1] = nodes;
  await node1.logs(stuck);
  await expect(node1.publish("orders")).rejects.toThrow("ECONNREFUSED");
  expect(node1.log()).not.toContain("Cluster domain");
  for (const node of nodes) await node.logs(up);
  const steps = ["Carbon Home", "Cluster domain", "Became CEP HA", "Thrift port", "My Analytics Node ID", up];
  const times = steps.map((step) => loggedAt(node1, step));
  // Seven tenths of the five seconds, one before the receivers, two before what follows the console; timers are exact to
  // some milliseconds.
  for (const [index, least] of [3450, 0, 450, 900, 0].entries()) {
    expect((times[index + 1] ?? 0) - (times[index] ?? 0)).toBeGreaterThanOrEqual(least);
  }
  expect(loggedAt(node1, stuck)).toBeLessThan(times[1] ?? 0);
  await delay(1500);
  expect(node1.log().lastIndexOf(stuck)).toBeLessThan(node1.log().indexOf("Cluster domain"));
});

test("tasks-config.xml: has role and ports, and is not up before the other node's task service is", async () => {
  const nodes = await cluster().nodes();
  for (const node of nodes) node.waitForPeer();
  const [node1, node2] = nodes;
  node1.start();
  await node1.logs("Waiting for 2 [ANALYTICS_SPARK] task executor nodes...");
  expect(node1.log()).toContain(active);
  await node1.publish("orders");
  expect(await node1.counts()).toEqual({ orders: 1 });
  await delay(1500);
  expect(node1.log()).not.toMatch(/WSO2 Carbon started in|All task servers activated/);
  node2.start();
  for (const node of nodes) await node.logs(up);
  await node2.logs(synced);
  expect(node1.log()).toContain("All task servers activated for [ANALYTICS_SPARK].");

  // A living node keeps the count, also when it alone remembers the first one.
  await node1.end();
  await node2.logs(active);
  node1.start();
  await node1.logs(up);
  await node2.end();
  node2.start();
  await node2.logs(up);

  // After a full stop both are needed again.
  for (const node of nodes) await node.end();
  node1.start();
  await node1.logs("Waiting for 2 [ANALYTICS_SPARK] task executor nodes...");
  await delay(1500);
  expect(node1.log()).not.toContain(up);
});

test("tasks-config.xml: a node that is gone counts, as long as one lives that has known it", async () => {
  const [node1, node2] = await cluster().nodes();
  for (const node of [node1, node2]) node.waitForPeer();
  node1.start();
  await node1.logs("Waiting for 2 [ANALYTICS_SPARK] task executor nodes...");
  node2.misbehave("slow:8");
  node2.start();
  await node2.logs("Cluster initialization completed");
  node2.misbehave(undefined);
  await node1.end("SIGKILL");
  expect(node2.log()).not.toContain("My Analytics Node ID");
  await node2.logs("All task servers activated for [ANALYTICS_SPARK].");
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
