import { execFile, execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AnalyticsCluster, type AnalyticsClusterArgs } from "../../components";
import { findExecutable } from "../../tools/machine/executable";
import type { MySqlServer } from "../../tools/machine/mysqlServer";
import { clusterOn, type Node, sshOf, Workplace } from "./workplace";

const run = promisify(execFile);
const possible = process.getuid?.() === 0 && findExecutable("ip") !== undefined;
if (!possible) {
  console.log("network namespaces: skipped, because they need root and the command ip (package iproute2)");
}

// Names and addresses of this run's own.
const prefix = `wa${process.pid}`;
const network = `10.${200 + (process.pid % 50)}.${Math.floor(process.pid / 50) % 250}`;
const bridge = { name: `${prefix}b`, address: `${network}.1` };
const hosts = ["11", "12", "13"].map((number) => ({
  namespace: `${prefix}n${number}`,
  address: `${network}.${number}`,
}));
const [host1, host2, stranger] = hosts as [Host, Host, Host];

interface Host {
  namespace: string;
  address: string;
}

function ip(...words: string[]): void {
  execFileSync("ip", words, { stdio: ["ignore", "ignore", "pipe"] });
}

/** Hosts of their own as far as the network is concerned, on one bridge that this machine is on too. */
function makeNetwork(): void {
  ip("link", "add", bridge.name, "type", "bridge");
  ip("address", "add", `${bridge.address}/24`, "dev", bridge.name);
  ip("link", "set", bridge.name, "up");
  for (const { namespace, address } of hosts) {
    const inside = ["-n", namespace];
    ip("netns", "add", namespace);
    ip("link", "add", namespace, "type", "veth", "peer", "name", "eth0", "netns", namespace);
    ip("link", "set", namespace, "master", bridge.name, "up");
    ip(...inside, "address", "add", `${address}/24`, "dev", "eth0");
    ip(...inside, "link", "set", "eth0", "up");
    ip(...inside, "link", "set", "lo", "up");
  }
}

function removeNetwork(): void {
  for (const words of [
    ...hosts.map(({ namespace }) => ["netns", "delete", namespace]),
    ["link", "delete", bridge.name],
  ]) {
    try {
      ip(...words);
    } catch {
      // It was not made.
    }
  }
}

describe.skipIf(!possible)("on hosts of their own", () => {
  const workplace = new Workplace();
  const loginFile = path.join(workplace.folder, "login.cnf");
  let nodes: [Node, Node];
  let mysql: MySqlServer;

  beforeAll(async () => {
    makeNetwork();
    nodes = [await startNode("node1", host1), await startNode("node2", host2)];
    const { address } = bridge;
    mysql = await workplace.startMySql({ address, administratorHost: address });
    writeFileSync(
      loginFile,
      `[client]\nhost=${address}\nport=${mysql.port}\nuser=wso2analytics\npassword="a-password"\n`,
      { mode: 0o600 },
    );
  });

  afterAll(async () => {
    await workplace.end();
    removeNetwork();
  });

  function startNode(name: string, { namespace, address }: Host): Promise<Node> {
    return workplace.startNode(name, { networkNamespace: namespace, address });
  }

  /** Who MySQL says is logged in, or its refusal. */
  async function login(...through: string[]): Promise<string> {
    const command = [
      ...through,
      "mysql",
      `--defaults-file=${loginFile}`,
      "-N",
      "-e",
      "SELECT CURRENT_USER()",
    ];
    try {
      const { stdout } = await run(command[0] ?? "", command.slice(1));
      return stdout.trim();
    } catch (error) {
      return String((error as { stderr?: string }).stderr).trim();
    }
  }

  it("the product's user can log in from the two nodes and from nowhere else", async () => {
    const { allowLoopbackAddresses: _, ...description }: AnalyticsClusterArgs = clusterOn(nodes);
    description.nodes = [
      { address: host1.address, ssh: sshOf(nodes[0].ssh) },
      { address: host2.address, home: nodes[1].home, ssh: sshOf(nodes[1].ssh) },
    ];
    description.database = {
      ...description.database,
      host: mysql.host,
      port: mysql.port,
      administrator: { username: mysql.adminUser, password: mysql.adminPassword },
    };
    const stack = await workplace.createStack();
    const { failed, output } = await stack.up(() => {
      new AnalyticsCluster("analytics", description);
    });
    expect(failed, output).toBe(false);

    const inside = ({ namespace }: Host) => ["ip", "netns", "exec", namespace];
    expect(await login(...inside(host1))).toBe(`wso2analytics@${host1.address}`);
    expect(await login(...inside(host2))).toBe(`wso2analytics@${host2.address}`);
    expect(await login(...inside(stranger))).toMatch(/not allowed to connect|Access denied/);
    expect(await login()).toMatch(/Access denied/);
  });
});
