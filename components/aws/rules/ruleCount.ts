import { ProblemCode } from "../../description";
import { Direction, type Rule } from "./ruleTable";

/** Rules that AWS lets a security group have in each direction, for IPv4 and IPv6 each, unless the quota was raised. */
export const ruleQuota = 60;

export const Family = { IPv4: "IPv4", IPv6: "IPv6" } as const;
export type Family = (typeof Family)[keyof typeof Family];

/** What a rule's peer counts as. */
export interface PeerSize {
  /** Both for another group. */
  families: readonly Family[];
  /** The largest size of a prefix list, else 1. */
  entries: number;
}

export interface RuleCount {
  group: string;
  direction: Direction;
  family: Family;
  count: number;
}

/**
 * The groups with more rules than the quota allows. A group as peer counts once for either family, a prefix list with its
 * largest size. (Amazon VPC User Guide, "Amazon VPC quotas".)
 */
export function aboveQuota<Peer>(
  rules: readonly Rule<Peer>[],
  sizeOf: (peer: Peer) => PeerSize,
): RuleCount[] {
  const counts = new Map<string, RuleCount>();
  for (const { group, direction, peer } of rules) {
    const { families, entries } =
      typeof peer === "string" ? { families: Object.values(Family), entries: 1 } : sizeOf(peer.outside);
    for (const family of families) {
      const key = `${group} ${direction} ${family}`;
      const { count } = counts.get(key) ?? { count: 0 };
      counts.set(key, { group, direction, family, count: count + entries });
    }
  }
  return [...counts.values()].filter(({ count }) => count > ruleQuota);
}

/** The warning about one of them. */
export function quotaWarning(name: string, { direction, family, count }: RuleCount): string {
  const inwards = direction === Direction.Ingress ? "inbound" : "outbound";
  return (
    `${name} has ${count} ${inwards} rules for ${family}, and AWS allows ${ruleQuota} unless the quota was raised: give one ` +
    'security group in place of many ranges, aggregate ranges, or raise the quota "Inbound or outbound rules per security group" ' +
    `(${ProblemCode.AwsQuota})`
  );
}
