import type { Rule } from "../../components/aws/rules/ruleTable";

/** Somebody who dials or is dialled: in groups of the deployment, and outside at an address or in a group. */
export interface Party {
  groups: readonly string[];
  /** What a rule may say of them; a range holds them by name here. */
  outside: readonly string[];
}

/**
 * Whether one reaches another, from the rules alone, as AWS decides: a party in no group of ours is not held back by
 * us; one that is needs a rule out, or in, on the port. With no rule nothing passes.
 */
export function reaches(
  rules: readonly Rule<string>[],
  from: Party,
  to: Party,
  port: number,
  protocol = "tcp",
): boolean {
  const passes = (direction: string, party: Party, other: Party) =>
    party.groups.length === 0 ||
    rules.some(
      (rule) =>
        rule.direction === direction &&
        party.groups.includes(rule.group) &&
        rule.protocol === protocol &&
        rule.first <= port &&
        port <= rule.last &&
        matches(rule, other),
    );
  return passes("egress", from, to) && passes("ingress", to, from);
}

function matches({ peer }: Rule<string>, { groups, outside }: Party): boolean {
  return typeof peer === "string" ? groups.includes(peer) : outside.includes(peer.outside);
}
