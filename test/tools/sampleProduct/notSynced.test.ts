import { rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type SampleNode, useSampleCluster } from "./sampleCluster";

const cluster = useSampleCluster();
const synced = "CEP HA State successfully synced.";
const syncFailed = /CEP HA State syncing failed|java\.lang\.RuntimeException/;
const blockers: (() => Promise<void>)[] = [];
let nodes: [SampleNode, SampleNode];

beforeEach(async () => {
  nodes = await cluster().nodes();
});
afterEach(async () => {
  for (const end of blockers.splice(0)) await end();
});

/** Of the log lines from this logger, those with the stack traces under them. */
function linesOf(node: SampleNode, logger: string): string {
  const entries = node.log().split(/^(?=TID: )/m);
  return entries.filter((entry) => entry.includes(`{${logger}} - `)).join("");
}

const dataService = "org.wso2.carbon.analytics.dataservice.core.AnalyticsDataServiceComponent";
/** Each database with the logger and the line of the component that needs it first. */
const databaseUsers = [
  ["user", "org.wso2.carbon.user.core.internal.Activator", "Cannot start User Manager Core bundle {"],
  [
    "registry",
    "org.wso2.carbon.registry.core.internal.RegistryCoreServiceComponent",
    "Failed to activate Registry Core bundle  {",
  ],
  [
    "eventStore",
    dataService,
    "Error in activating analytics data service: Error in looking up database type: ",
  ],
  [
    "processedData",
    dataService,
    "Error in activating analytics data service: Error in looking up database type: ",
  ],
] as const;
const syntaxError = "Caused by: com.mysql.jdbc.exceptions.jdbc4.MySQLSyntaxErrorException";

/** Another process's port, as far as the server can tell. */
async function block(address: string, port: number): Promise<void> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(port, address, resolve));
  blockers.push(() => new Promise((resolve) => server.close(() => resolve())));
}

/** Starts the first node, which becomes active, then the second. */
async function startBoth(): Promise<[SampleNode, SampleNode]> {
  nodes[0].start();
  await nodes[0].logs(/Became CEP HA Active Member|FATAL|ERROR \{\S*(Finalizer|DataSource)/);
  nodes[1].start();
  return nodes;
}

const ports = [
  ["event sync", 11225, "Unable to start TCPEventServer for EventReceiver started on port 11225"],
  ["management", 10006, "Cannot start CEP HA Snapshot Server on port"],
  ["thrift", 7612, "Can not create and start Agent Server"],
  ["thrift over TLS", 7712, "Can not create and start Agent Server"],
  ["Spark master", 7078, "Error initializing analytics executor"],
  ["Spark worker", 11001, "Error initializing analytics executor"],
] as const;

test.each(ports)("the passive node's port for %s is taken", async (_, port, line) => {
  await block(nodes[1].address, port);
  const [, node2] = await startBoth();
  await node2.logs(syncFailed);
  expect(node2.log()).toContain(line);
  expect(node2.log()).not.toContain(synced);
});

test.each(ports)("the active node's port for %s is taken", async (_, port, line) => {
  await block(nodes[0].address, port);
  const [node1, node2] = await startBoth();
  await node2.logs(syncFailed);
  expect(node1.log()).toContain(line);
  expect(node2.log()).not.toContain(synced);
});

test("the passive node's console port is taken", async () => {
  await block(nodes[1].address, 9444);
  const [, node2] = await startBoth();
  await node2.logs("Cannot start transports");
  expect(node2.log()).not.toMatch(/WSO2 Carbon started in|syncing started/);
});

test("a node's Hazelcast port is taken", async () => {
  await block(nodes[1].address, 4000);
  const [node1, node2] = await startBoth();
  await node2.logs("Cannot initialize cluster");
  expect(node2.log()).not.toMatch(/Became CEP HA|WSO2 Carbon started in/);
  expect(node1.log()).not.toContain("Member joined");
});

test.each([
  ["names another peer", () => `<hostName>${nodes[1].address}<`, "<hostName>127.0.0.9<"],
  ["has another group password", () => ">of-the-group<", ">of another<"],
  ["has another domain", () => ">sample<", ">another<"],
])("one node %s", async (_, from, to) => {
  nodes[0].edit("axis2/axis2.xml", from(), to);
  const [node1, node2] = await startBoth();
  await node2.logs("Became CEP HA Active Member");
  await node1.logs("A member was refused");
  for (const node of nodes) expect(node.log()).not.toContain("syncing started");
});

test("a database refuses the login", async () => {
  const { description } = cluster();
  const database = { ...description.database, password: "wrong" };
  nodes = await cluster().nodes({ ...description, database });
  const [, node2] = nodes;
  node2.start();
  await node2.logs("Cannot start User Manager Core bundle");
  const user = `'wso2'@'${node2.address}'`;
  const cause = `Caused by: java.sql.SQLException: Access denied for user ${user} (using password: YES)\n\tat com.mysql.jdbc.`;
  for (const logger of ["common.DefaultRealm", "internal.Activator"]) {
    expect(linesOf(node2, `org.wso2.carbon.user.core.${logger}`)).toContain(cause);
  }
  expect(node2.log()).toMatch(/^\t\.\.\. \d+ more$/m);
  expect(node2.log()).not.toMatch(/analytics data service|Became CEP HA|WSO2 Carbon started in/);
});

test.each(databaseUsers)("the %s database is not there", async (name, logger, line) => {
  const { description } = cluster();
  const database = { ...description.database, names: { [name]: "no_such_database" } };
  nodes = await cluster().nodes({ ...description, database });
  const [, node2] = nodes;
  node2.start();
  await node2.logs(line);
  expect(linesOf(node2, logger)).toContain(`${syntaxError}: Unknown database 'no_such_database'`);
  expect(node2.log()).not.toMatch(/Became CEP HA|WSO2 Carbon started in/);
});

test.each([
  ["user", "UM_USER_ROLE"],
  ["registry", "REG_RESOURCE"],
])("a table of the %s database is not there", async (name, table) => {
  const { query } = cluster();
  const database = name === "user" ? "userdb" : "regdb";
  await query(`RENAME TABLE ${database}.${table} TO ${database}.KEPT`);
  try {
    const [node1] = nodes;
    node1.start();
    await node1.logs(`${syntaxError}: Table '${database}.${table}' doesn't exist`);
    expect(node1.log()).not.toMatch(/Became CEP HA|WSO2 Carbon started in/);
  } finally {
    await query(`RENAME TABLE ${database}.KEPT TO ${database}.${table}`);
  }
});

test("the node's user may not insert", async () => {
  const { description, query } = cluster();
  await query("GRANT SELECT, UPDATE, DELETE ON *.* TO 'reader'@'127.%' IDENTIFIED BY 'of the reader'");
  const database = { ...description.database, username: "reader", password: "of the reader" };
  nodes = await cluster().nodes({ ...description, database });
  const [node1] = nodes;
  node1.start();
  await node1.logs("Cannot start User Manager Core bundle");
  const user = `'reader'@'${node1.address}'`;
  await node1.logs(`${syntaxError}: INSERT command denied to user ${user} for table 'UM_TENANT'`);
  expect(node1.log()).not.toMatch(/Became CEP HA|WSO2 Carbon started in/);
});

test("MySQL does not answer", async () => {
  const { description } = cluster();
  nodes = await cluster().nodes({ ...description, database: { ...description.database, port: 1 } });
  const [node1] = nodes;
  node1.start();
  await node1.logs("CommunicationsException: Communications link failure\n\n");
  await node1.logs("Caused by: java.net.ConnectException: Connection refused");
});

test("a home has no JDBC driver, then one, then two", async () => {
  const [node] = nodes;
  const driver = (version: string) =>
    path.join(node.home, `repository/components/lib/mysql-connector-java-${version}.jar`);
  rmSync(driver("5.1.49"));
  node.start();
  await node.logs("Unable to load class: com.mysql.jdbc.Driver");
  await node.end();
  writeFileSync(driver("5.1.49"), "");
  node.start();
  await node.logs("WSO2 Carbon started in");
  await node.end();
  writeFileSync(driver("5.1.34"), "");
  node.start();
  await node.logs("Unable to load class: com.mysql.jdbc.Driver");
});

test("no mode of the event processor is enabled", async () => {
  nodes[0].edit("event-processor.xml", '<mode name="HA" enable="true">', '<mode name="HA" enable="false">');
  const [node1] = nodes;
  node1.start();
  await node1.logs("CEP started with clustering enabled, but SingleNode configuration given.");
  await node1.logs("WSO2 Carbon started in");
  expect(node1.log()).not.toContain("Became CEP HA");
});
