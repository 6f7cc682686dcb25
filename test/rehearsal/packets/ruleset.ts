import type { RegisteredResource } from "../../aws/awsMocks";

/** A rule of a security group as AWS was asked for it. */
export interface GroupRule {
  name: string;
  direction: "in" | "out";
  group: string;
  protocol: string;
  first: number;
  last: number;
  /** A group's id, or a range. */
  peer: string;
}

export function groupRules(resources: readonly RegisteredResource[]): GroupRule[] {
  return resources
    .filter(({ type }) => /SecurityGroup(In|E)gressRule$/.test(type))
    .map(({ type, name, inputs }) => ({
      name,
      direction: type.includes("Ingress") ? "in" : "out",
      group: String(inputs.securityGroupId),
      protocol: String(inputs.ipProtocol),
      first: Number(inputs.fromPort),
      last: Number(inputs.toPort),
      peer: String(inputs.referencedSecurityGroupId ?? inputs.cidrIpv4),
    }));
}

/**
 * The rules for nftables. As at the interfaces of AWS, a connection must be let out where it comes from and let in where
 * it goes to, for those who are in a group; its answers pass. Refused is said at once, so that a probe need not wait.
 *
 * @param members addresses by the group's id
 */
export function ruleset(rules: readonly GroupRule[], members: Readonly<Record<string, string[]>>): string {
  const groups = Object.keys(members);
  const sets = groups.map(
    (group) => `set ${word(group)} { type ipv4_addr; elements = { ${members[group]?.join(", ")} } }`,
  );
  const chains = groups.flatMap((group) =>
    (["in", "out"] as const).map((direction) => {
      const own = rules.filter((rule) => rule.group === group && rule.direction === direction);
      const lines = own.map((rule) => `${match(rule, groups)} return`);
      return chain(`${direction}_${word(group)}`, [...lines, "jump refuse"]);
    }),
  );
  const jumps = (direction: "in" | "out", address: string) =>
    groups.map((group) => `ip ${address} @${word(group)} jump ${direction}_${word(group)}`);
  const forward = [
    "type filter hook forward priority filter; policy drop",
    "ct state established,related accept",
    ...jumps("out", "saddr"),
    ...jumps("in", "daddr"),
    "accept",
  ];
  const refuse = chain("refuse", ["meta l4proto tcp reject with tcp reset", "reject"]);
  return `table ip groups {\n${[...sets, refuse, ...chains, chain("forward", forward)].join("\n")}\n}\n`;
}

function chain(name: string, lines: readonly string[]): string {
  return `chain ${name} {\n${lines.join("\n")}\n}`;
}

function match({ direction, protocol, first, last, peer }: GroupRule, groups: readonly string[]): string {
  const other = direction === "in" ? "saddr" : "daddr";
  const from = groups.includes(peer) ? `@${word(peer)}` : peer;
  return `ip ${other} ${from} ${protocol} dport ${first}-${last}`;
}

/** nftables' names have no hyphens. */
function word(group: string): string {
  return group.replaceAll("-", "_");
}
