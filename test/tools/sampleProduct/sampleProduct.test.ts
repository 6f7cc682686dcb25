import { readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { expect, test } from "vitest";
import { type SampleNode, useSampleCluster } from "./sampleCluster";

const cluster = useSampleCluster();
const up = "WSO2 Carbon started in";
const active = "Became CEP HA Active Member";
const passive = "Became CEP HA Passive Member";
const synced = "CEP HA State successfully synced.";

/** Both nodes up, the first one active and the second one synced. */
async function running(): Promise<[SampleNode, SampleNode]> {
  const [node1, node2] = await cluster().nodes();
  node1.start();
  await node1.logs(up);
  node2.start();
  await node2.logs(synced);
  return [node1, node2];
}

test("a node alone is up and active, with a Spark master but neither worker nor client", async () => {
  const [node1] = await cluster().nodes();
  node1.start();
  await node1.logs(up);
  expect(node1.log()).toContain(active);
  expect(node1.log()).toContain(`Started SPARK MASTER in spark://${node1.address}:7078`);
  expect(node1.log()).not.toMatch(/Started SPARK WORKER|Started Spark CLIENT/);
});

test("the second node becomes passive and takes over the state, with the product's lines", async () => {
  const [node1, node2] = await cluster().nodes();
  node1.start();
  await node1.logs(up);
  await node1.publish("orders", "orders", "returns");
  node2.start();
  await node2.logs(synced);
  expect(await node2.counts()).toEqual({ orders: 2, returns: 1 });
  const lines = node2.log();
  const order = [
    "Starting WSO2 Carbon...",
    "Event Management TCPEventServer for EventReceiver started on port 11225",
    "Member joined [",
    `CEP HA Snapshot Server started on ${node2.address}:10006`,
    passive,
    "Thrift port : 7612",
    `Started SPARK MASTER in spark://${node2.address}:7078`,
    `Started SPARK WORKER in ${node2.address}:11001`,
    "CEP HA State syncing started..",
    `Requesting snapshot from ${node1.address}:10006`,
    "Snapshot received.",
    synced,
  ].map((line) => lines.indexOf(line));
  expect(order).not.toContain(-1);
  expect(order).toEqual([...order].sort((one, other) => one - other));
  expect(lines).toContain(`CEP sync publisher initiated to Member '${node1.address}:11225'`);
  expect(node1.log()).toContain(`CEP sync publisher initiated to Member '${node2.address}:11225'`);
  expect(node1.log()).toContain("Started Spark CLIENT in the cluster pointing to MASTER");
  expect(lines).not.toContain("Started Spark CLIENT");
});

test("an event reaches the other node over event sync", async () => {
  const [node1, node2] = await running();
  await node2.publish("orders");
  await expect.poll(() => node1.counts()).toEqual({ orders: 1 });
});

test("listens on exactly the effective ports of its own address", async () => {
  const [node1, node2] = await running();
  const ports = [4000, 7078, 7612, 7712, 9444, 9764, 10006, 11001, 11225];
  await node1.logs("Started SPARK WORKER");
  expect(listeningPorts(node1.address)).toEqual(ports);
  expect(listeningPorts(node2.address)).toEqual(ports);
});

test("what is sent to a port by somebody else disturbs nothing", async () => {
  const [node1, node2] = await running();
  for (const port of listeningPorts(node1.address)) {
    for (const text of ["GET / HTTP/1.0\r\n\r\n", '{"proof":1,"member":{}}\n{"event":1}\n', "\0\xff"]) {
      await send(node1.address, port, text);
    }
  }
  expect(node1.isRunning()).toBe(true);
  await node1.end();
  await node2.logs(active);
});

test("-DportOffset shifts every port but Hazelcast's", async () => {
  const [node1] = await cluster().nodes();
  node1.start({ JAVA_OPTS: "-DportOffset=5" });
  await node1.logs(up);
  expect(listeningPorts(node1.address)).toEqual([4000, 7082, 7616, 7716, 9448, 9768, 10010, 11229]);
});

test("two nodes that start in the same moment agree on one active", async () => {
  const nodes = await cluster().nodes();
  for (const node of nodes) node.start();
  for (const node of nodes) await node.logs(/Became CEP HA/);
  const [first, second] = nodes[0].log().includes(active) ? nodes : [nodes[1], nodes[0]];
  await second.logs(synced);
  expect(first.log()).not.toContain(passive);
  expect(second.log()).not.toContain(active);
});

test.each(["SIGTERM", "SIGKILL"] as const)(
  "the passive node takes over from one ended by %s",
  async (signal) => {
    const [node1, node2] = await running();
    await node1.publish("orders");
    await expect.poll(() => node2.counts()).toEqual({ orders: 1 });
    await node1.end(signal);
    await node2.logs(active);
    expect(node2.log()).toMatch(new RegExp(`Member left \\[[-0-9a-f]+\\]: /${node1.address}:4000`));
    await node2.logs("This node is now the CARBON CLUSTERING LEADER");

    node1.start();
    await node1.logs(synced);
    expect(node1.log()).toContain(passive);
    expect(node1.log()).toContain("Started SPARK WORKER");
    expect(node1.log()).not.toContain(active);
    expect(await node1.counts()).toEqual({ orders: 1 });
  },
);

test("a node that is frozen counts as dead after the time of hazelcast.properties", async () => {
  const { description, nodes } = cluster();
  const clustering = { ...description.clustering, failureDetectionSeconds: 2 };
  const [node1, node2] = await nodes({ ...description, clustering });
  node1.start();
  await node1.logs(up);
  node2.start();
  await node2.logs(synced);
  node1.signal("SIGSTOP");
  await node2.logs(active);
  expect(node1.isRunning()).toBe(true);
});

test("a node keeps the identity that it has, and makes one where it has none", async () => {
  const [node1, node2] = await cluster().nodes();
  const [kept, made] = [node1, node2].map(({ home }) =>
    path.join(home, "repository/conf/analytics/my-node-id.dat"),
  ) as [string, string];
  writeFileSync(kept, "node-7\n");
  for (const node of [node1, node2]) {
    node.start();
    await node.logs(up);
  }
  expect(node1.log()).toContain("My Analytics Node ID: node-7 ");
  expect(readFileSync(kept, "utf8")).toBe("node-7\n");
  expect(node2.log()).toContain(`My Analytics Node ID: ${readFileSync(made, "utf8")} `);
});

test("TERM ends it in order, and with it the process", async () => {
  const [node1] = await cluster().nodes();
  node1.start();
  await node1.logs(up);
  await node1.end();
  expect(node1.log()).toMatch(/Shutdown hook triggered[\s\S]*Shutdown complete[\s\S]*Halting JVM/);
  expect(node1.isRunning()).toBe(false);
  expect(listeningPorts(node1.address)).toEqual([]);
});

/** Sends it and hangs up; returns once the other side has, too. */
function send(host: string, port: number, text: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, host, () => socket.end(text, "latin1")).resume();
    socket.on("error", () => undefined).on("close", () => resolve());
  });
}

/** The TCP ports on which something listens at that address, from the kernel's table. */
function listeningPorts(address: string): number[] {
  const hexadecimal = address
    .split(".")
    .reverse()
    .map((part) => Number(part).toString(16).padStart(2, "0"));
  const local = new RegExp(`: ${hexadecimal.join("").toUpperCase()}:([0-9A-F]{4}) \\S+ 0A `, "g");
  const ports = [...readFileSync("/proc/net/tcp", "utf8").matchAll(local)];
  return ports.map(([, port = ""]) => Number.parseInt(port, 16)).sort((one, other) => one - other);
}
