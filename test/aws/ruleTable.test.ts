import { describe, expect, it } from "vitest";
import { IntraClusterRules, type RuleRequest, ruleTable } from "../../components/aws/rules/ruleTable";
import { portMap } from "../../components/product/ports";
import { findProfile } from "../../components/product/profiles/profiles";
import { allPorts, portTable } from "./portTable";
import { type Party, reaches } from "./reachability";

const profile = findProfile("apim-analytics-2.1.0");
if (profile === undefined) throw new Error("no profile");
const ports = portMap(profile, 1, {});
const others = { ssh: 22, database: 3306, svn: 3690 };

const request: RuleRequest<string> = {
  publishers: { gateways: "gateways" },
  console: { office: "office", apiManager: "apiManager" },
  ssh: { operators: "operators" },
  databaseClients: { deployer: "deployer" },
  packages: { anywhere: "packages" },
  svn: { repository: "svn" },
  dnsServers: { own: "network" },
  hasBastion: true,
  intraCluster: IntraClusterRules.Exact,
};

const outside = (...ranges: string[]): Party => ({ groups: [], outside: ranges });
const parties: Record<string, Party> = {
  node: { groups: ["nodes"], outside: ["network"] },
  database: { groups: ["database"], outside: ["network"] },
  bastion: { groups: ["bastion"], outside: ["network"] },
  gateway: outside("gateways"),
  office: outside("office"),
  apiManager: outside("apiManager"),
  operator: outside("operators"),
  deployer: outside("deployer"),
  packages: outside("packages"),
  svn: outside("svn"),
  resolver: outside("network"),
  stranger: outside("elsewhere"),
};

const answers = (rules: ReturnType<typeof ruleTable<string>>): string[] =>
  Object.entries(parties).flatMap(([from, source]) =>
    Object.entries(parties)
      // Between two strangers the rules decide nothing.
      .filter(([, target]) => source.groups.length + target.groups.length > 0)
      .flatMap(([to, target]) =>
        ["tcp", "udp"].flatMap((protocol) =>
          allPorts
            .filter((port) => reaches(rules, source, target, port, protocol))
            .map((port) => `${from} > ${to} ${protocol} ${port}`),
        ),
      ),
  );

const wanted = portTable.flatMap(([from, to, some, protocol = "tcp"]) =>
  some.map((port) => `${from} > ${to} ${protocol} ${port}`),
);

describe("the rules", () => {
  it("let exactly those through that the product's port map names, on its effective ports", () => {
    const rules = ruleTable(request, ports, others);
    expect(answers(rules).sort()).toEqual([...new Set(wanted)].sort());
  });

  it("are each needed: without any one of them an answer changes", () => {
    const rules = ruleTable(request, ports, others);
    const all = answers(rules).join();
    const needless = rules.filter((rule) => answers(rules.filter((other) => other !== rule)).join() === all);
    expect(needless.map(({ name }) => name)).toEqual([]);
  });

  it("let operators reach the nodes' SSH only where there is no bastion", () => {
    const { node = outside(), operator = outside() } = parties;
    const direct = ruleTable({ ...request, hasBastion: false }, ports, others);
    expect(reaches(direct, operator, node, 22)).toBe(true);
    expect(reaches(ruleTable(request, ports, others), operator, node, 22)).toBe(false);
    expect(direct.some(({ group, peer }) => group === "bastion" || peer === "bastion")).toBe(false);
  });

  it("open everything of TCP between the nodes, and nothing else, where all is asked for", () => {
    const { node = outside(), gateway = outside() } = parties;
    const rules = ruleTable({ ...request, intraCluster: IntraClusterRules.All }, ports, others);
    expect([1, 11224, 40000, 65535].every((port) => reaches(rules, node, node, port))).toBe(true);
    expect(reaches(rules, gateway, node, 40000)).toBe(false);
    expect(reaches(rules, node, node, 40000, "udp")).toBe(false);
  });

  it("follow another offset and other ports", () => {
    const { node = outside(), gateway = outside() } = parties;
    const moved = ruleTable(request, portMap(profile, 5, { hazelcast: 5701, eventSync: 12224 }), others);
    expect([5701, 12229, 10010].every((port) => reaches(moved, node, node, port))).toBe(true);
    expect(reaches(moved, gateway, node, 7616)).toBe(true);
    expect([4000, 11225, 10006].some((port) => reaches(moved, node, node, port))).toBe(false);
  });

  it("have names that say the purpose, one each, that no port changes", () => {
    const names = ruleTable(request, ports, others).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain("nodes-from-publishers-gateways-thrift");
    expect(names).toContain("nodes-from-peer-eventSync");
    const moved = ruleTable(request, portMap(profile, 7, {}), { ...others, ssh: 2222 });
    expect(moved.map(({ name }) => name)).toEqual(names);
  });
});
