import { randomUUID } from "node:crypto";
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AnalyticsCluster, type AnalyticsClusterArgs } from "../../components";
import { changedPaths, type Fingerprints, fingerprints } from "../../tools/demo/homeFiles";
import type { EngineStack } from "../../tools/machine/engineStack";
import type { MySqlServer } from "../../tools/machine/mysqlServer";
import { createSudoUser, removeSudoUser } from "../../tools/machine/sudoUser";
import { sampleProductFolder } from "../support/sampleProduct";
import { clusterOn, installProduct, type Node, sshOf, Workplace } from "./workplace";

const axis2 = "repository/conf/axis2/axis2.xml";

// Rendered for the description below; every other file of the homes is none of the deployment's.
const rendered = [
  "bin/load-spark-env-vars.sh",
  "repository/conf/analytics/spark/spark-defaults.conf",
  axis2,
  "repository/conf/datasources/analytics-datasources.xml",
  "repository/conf/datasources/master-datasources.xml",
  "repository/conf/event-processor.xml",
  "repository/conf/registry.xml",
  "repository/conf/user-mgt.xml",
];

// As root the second node is reached as an ordinary user with sudo, as the product's owner rarely may log in.
const sudoUser = process.getuid?.() === 0 ? `wso2-test-${process.pid}` : undefined;

const workplace = new Workplace();
const nodes: Node[] = [];
let mysql: MySqlServer;
let stack: EngineStack;

beforeAll(async () => {
  if (sudoUser !== undefined) createSudoUser(sudoUser);
  const loginAs = sudoUser === undefined ? {} : { user: sudoUser };
  nodes.push(
    await workplace.startNode("node1", { address: "127.0.0.2" }),
    await workplace.startNode("node2", { address: "127.0.0.3", ...loginAs }),
  );
  mysql = await workplace.startMySql();
  stack = await workplace.createStack();
  for (const { home } of nodes) leaveTracesOfUse(home);
});

afterAll(async () => {
  await workplace.end();
  if (sudoUser !== undefined) removeSudoUser(sudoUser);
});

/** What is in a home that has run, and must never be touched. */
function leaveTracesOfUse(home: string): void {
  mkdirSync(path.join(home, "repository/data"), { recursive: true });
  writeFileSync(path.join(home, "repository/data/index"), Buffer.from([0, 255, 1, 254]));
  writeFileSync(path.join(home, "repository/conf/analytics/my-node-id.dat"), randomUUID());
}

function description(): AnalyticsClusterArgs {
  const [node1, node2] = nodes as [Node, Node];
  const onNodes = clusterOn([node1, node2]);
  onNodes.nodes[1] = {
    address: "127.0.0.3",
    home: node2.home,
    ssh: { ...sshOf(node2.ssh), sudo: sudoUser !== undefined },
  };
  return onNodes;
}

function program(domain: string, distribution = sampleProductFolder) {
  const args = description();
  args.product.distribution = distribution;
  args.clustering = { domain, groupPassword: "a-group-password" };
  args.database = {
    ...args.database,
    host: mysql.host,
    port: mysql.port,
    clientHosts: ["127.0.0.1"],
    administrator: { username: mysql.adminUser, password: mysql.adminPassword },
  };
  return () => {
    const { files, consoleUrls } = new AnalyticsCluster("analytics", args);
    return { files, consoleUrls };
  };
}

function onDisk(): Fingerprints[] {
  return nodes.map(({ home }) => fingerprints(home));
}

/** Per node, what was written since. */
function writtenSince(before: readonly Fingerprints[]): string[][] {
  return onDisk().map((files, node) => changedPaths(before[node] ?? new Map(), files));
}

describe("a deployment on two hosts, from the first update on", () => {
  it("can be previewed before anything is there", async () => {
    const before = onDisk();
    const { failed, operations, output } = await stack.preview(program("first.domain"));
    expect(failed, output).toBe(false);
    expect(operations).toMatchObject({
      "analytics-databases-user": "create",
      "analytics-databases-schema": "create",
      "analytics-node1-stage": "create",
      "analytics-rollout": "create",
    });
    expect(writtenSince(before)).toEqual([[], []]);
    expect(stack.resources()).toEqual([]);
  });

  it("gets its files on both nodes with the first update, and nothing else in the homes is touched", async () => {
    const before = onDisk();
    const { failed, changes, output } = await stack.up(program("first.domain"));
    expect(failed, output).toBe(false);
    expect(Object.keys(changes)).toEqual(["create"]);
    expect(writtenSince(before)).toEqual([rendered, rendered]);
    const { files, consoleUrls } = await stack.outputs();
    expect(Object.keys(files?.value.node1)).toEqual(rendered);
    expect(Object.values(consoleUrls?.value)).toEqual([
      "https://127.0.0.2:9444/carbon/",
      "https://127.0.0.3:9444/carbon/",
    ]);
  });

  it("is left alone by an update without a change", async () => {
    const before = onDisk();
    const { changes } = await stack.up(program("first.domain"));
    expect(Object.keys(changes)).toEqual(["same"]);
    expect(writtenSince(before)).toEqual([[], []]);
  });

  it("shows in a preview which files a changed value will change", async () => {
    const { output, operations } = await stack.preview(program("second.domain"));
    const filesChanged = output.split("\n").filter((line) => /^\s*~ +(bin|repository)\//.test(line));
    expect(filesChanged.map((line) => line.split(/[ :]+/)[2])).toEqual([axis2, axis2]);
    expect(output).not.toContain("a-group-password");
    expect(Object.values(operations)).not.toContain("create");
  });

  it("shows in a preview which argument changes", async () => {
    const { output, operations } = await stack.preview(program("second.domain"));
    expect(operations.analytics).toBe("update");
    expect(output).toMatch(/~ domain +: "first\.domain" => "second\.domain"/);
  });

  it("is written only where a changed value stands, on both nodes", async () => {
    const before = onDisk();
    const { changes, operations } = await stack.up(program("second.domain"));
    expect(writtenSince(before)).toEqual([[axis2], [axis2]]);
    expect(changes.update).toBe(4);
    expect(Object.entries(operations).filter(([, operation]) => operation === "update")).toEqual(
      expect.arrayContaining([
        ["analytics-node1-stage", "update"],
        ["analytics-rollout", "update"],
      ]),
    );
  });

  it("gets everything again on a host that was made anew", async () => {
    const [node1] = nodes as [Node, Node];
    await node1.ssh.stop();
    for (const folder of [node1.home, `${node1.home}.deployment`]) rmSync(folder, { recursive: true });
    installProduct(node1.home);
    const made = await workplace.startSshServer("node1/sshd-of-the-new-host", { address: "127.0.0.2" });
    expect(made.hostKey).not.toBe(node1.ssh.hostKey);
    nodes[0] = { ...node1, ssh: made };
    const before = onDisk();
    const { failed, operations, output } = await stack.up(program("second.domain"));
    expect(failed, output).toBe(false);
    expect(writtenSince(before)).toEqual([rendered, []]);
    expect(operations["analytics-node2-stage"]).toBe("same");
  });

  it("is made from another distribution too, with a warning where the home is not from that", async () => {
    const distribution = path.join(workplace.folder, "another");
    installProduct(distribution);
    appendFileSync(path.join(distribution, axis2), "<!-- another update -->\n");
    const before = onDisk();
    const { failed, output } = await stack.up(program("second.domain", distribution));
    expect(failed, output).toBe(false);
    expect(writtenSince(before)).toEqual([[axis2], [axis2]]);
    for (const { home } of nodes)
      expect(output).toContain(
        `warning: 1 of ${rendered.length} files, ${axis2} for one, had another text in ${home} `,
      );
  });

  it("stays on the nodes when the stack is destroyed", async () => {
    const before = onDisk();
    const { failed, output } = await stack.destroy();
    expect(failed, output).toBe(false);
    expect(stack.resources()).toEqual([]);
    expect(writtenSince(before)).toEqual([[], []]);
  });

  it("leaves MySQL alone where no administrator is given", async () => {
    const { failed, output } = await stack.up(() => {
      new AnalyticsCluster("analytics", description());
    });
    expect(failed, output).toBe(false);
    expect(stack.resources().filter((name) => name.includes("databases"))).toEqual([]);
  });
});
