import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AwsAnalyticsCluster } from "../../components/aws";
import { provideProgram } from "../../tools/machine/systemPrograms";
import { awsDescription } from "../aws/awsDescription";
import { runAws } from "../aws/awsMocks";
import { allPorts, portTable } from "../aws/portTable";
import { PacketNetwork } from "./packets/packetNetwork";
import type { Probe } from "./packets/partyProcess";
import { type GroupRule, groupRules, ruleset } from "./packets/ruleset";

const addresses = {
  node1: "10.90.0.11",
  node2: "10.90.1.11",
  database: "10.90.0.20",
  bastion: "10.90.0.30",
  gateway: "10.91.0.1",
  office: "10.92.0.1",
  apiManager: "10.93.0.1",
  operator: "10.94.0.1",
  deployer: "10.95.0.1",
  packages: "10.96.0.1",
  svn: "10.97.0.1",
  resolver: "10.98.0.1",
  stranger: "10.99.0.1",
};
type Party = keyof typeof addresses;
const parties = Object.keys(addresses) as Party[];

const members = {
  "analytics-groups-nodes-id": [addresses.node1, addresses.node2],
  "analytics-groups-database-id": [addresses.database],
  "analytics-groups-bastion-id": [addresses.bastion],
};
const inGroups: readonly string[] = Object.values(members).flat();

interface Sent extends Probe {
  from: Party;
  target: Party;
}

/** Of the port table: `node` is either of them, towards the other one. */
const asked: Sent[] = portTable.flatMap(([from, to, ports, protocol = "tcp"]) =>
  pairs(from, to).flatMap(([sender, target]) =>
    ports.map((port) => ({ from: sender, target, to: addresses[target], protocol, port })),
  ),
);

/** Everybody to everybody, but for two strangers, between whom the groups decide nothing. */
const everything: Sent[] = parties.flatMap((from) =>
  parties
    .filter((to) => to !== from && [from, to].some((name) => inGroups.includes(addresses[name])))
    .flatMap((target) =>
      allPorts.flatMap((port) =>
        (["tcp", "udp"] as const).map((protocol) => ({
          from,
          target,
          to: addresses[target],
          protocol,
          port,
        })),
      ),
    ),
);

const network = new PacketNetwork(addresses);
let rules: GroupRule[];

// Network namespaces.
describe.runIf(process.getuid?.() === 0)("packets between hosts in the security groups", () => {
  beforeAll(async () => {
    await provideProgram({ program: "nft", debianPackage: "nftables", redHatPackage: "nftables" });
    await provideProgram({ program: "ip", debianPackage: "iproute2", redHatPackage: "iproute" });
    rules = groupRules((await deployment()).resources);
    await network.start(allPorts);
  }, 120_000);
  afterAll(() => network.stop());

  it("pass where the port table has them, and nowhere else", async () => {
    expect(everything.length).toBeGreaterThan(25_000);
    network.filter(ruleset(rules, members));
    expect((await answered(everything)).sort()).toEqual(asked.map(text).sort());
  }, 300_000);

  it("need every rule: without any one of them a probe of the port table is not answered", async () => {
    const needless: string[] = [];
    for (const rule of rules) {
      network.filter(
        ruleset(
          rules.filter((other) => other !== rule),
          members,
        ),
      );
      if ((await answered(asked)).length === asked.length) needless.push(rule.name);
    }
    expect(needless).toEqual([]);
  }, 300_000);
});

function deployment() {
  const peer = (address: string) => ({ cidr: `${address}/32` });
  return runAws(() => {
    new AwsAnalyticsCluster("analytics", {
      ...awsDescription(),
      bastion: { subnetId: "subnet-0a000003" },
      access: {
        publishers: { gateway: peer(addresses.gateway) },
        console: { office: peer(addresses.office), apiManager: peer(addresses.apiManager) },
        ssh: { operator: peer(addresses.operator) },
        databaseClients: { deployer: peer(addresses.deployer) },
        packages: { mirror: peer(addresses.packages) },
        svn: { repository: peer(addresses.svn) },
        dnsServers: { own: peer(addresses.resolver) },
      },
      deploymentSynchronizer: { svnUrl: "svn://svn.internal/analytics" },
    });
  });
}

function pairs(from: string, to: string): [Party, Party][] {
  const named = (name: string): Party[] => (name === "node" ? ["node1", "node2"] : [name as Party]);
  return named(from).flatMap((sender) =>
    named(to)
      .filter((target) => target !== sender)
      .map((target): [Party, Party] => [sender, target]),
  );
}

async function answered(probes: readonly Sent[]): Promise<string[]> {
  const found = await Promise.all(
    parties.map(async (from) => {
      const own = probes.filter((probe) => probe.from === from);
      const reached = await network.probe(from, own);
      return reached.flatMap((place) => (own[place] === undefined ? [] : [text(own[place])]));
    }),
  );
  return found.flat();
}

function text({ from, target, protocol, port }: Sent): string {
  return `${from} > ${target} ${protocol} ${port}`;
}
