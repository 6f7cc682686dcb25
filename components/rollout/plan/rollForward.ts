import type { Decision, RolloutPolicy } from "../clusterState";
import { fallbackOf } from "./fallback";
import { mayCommit, stopOtherValues } from "./fullStop";
import { mayRestart } from "./limits";
import {
  hasOtherValues,
  isPending,
  isSick,
  type Member,
  type Members,
  passiveFirst,
  restartable,
  rolesClash,
  wasStarted,
} from "./member";
import { pendingNodes, unhealthyNodes } from "./reasons";
import { act, awaitHealth, awaitStarts, startWith } from "./steps";

/** Nothing forbids changes, and no node has failed in this run. The first rule that applies decides. */
export function rollForward(members: Members, policy: RolloutPolicy): Decision {
  return (
    stopOtherValues(members) ??
    startWhatIsDown(members, policy) ??
    awaitStarts(members) ??
    awaitHealth(members) ??
    markHealthy(members, policy) ??
    restartNext(members, policy) ??
    conclude(members)
  );
}

/**
 * Both are started before either is awaited: some products finish the start of a first node only when the second joins.
 * While one node tries the desired revision, the other one serves with its last healthy revision, if it can.
 */
function startWhatIsDown(members: Members, policy: RolloutPolicy): Decision | undefined {
  const [down] = restartable(members, policy);
  if (down === undefined) return undefined;
  const { desired, healthy, peer } = down;
  const hasProven = healthy !== undefined && healthy !== desired && fallbackOf(down)?.revision === healthy;
  if (hasProven && tries(peer)) return startWith(down, healthy, policy);
  return isPending(down)
    ? act(down, { kind: "apply", revision: desired }, policy)
    : startWith(down, desired, policy);
}

/** It was started with the desired revision in this run, and nobody knows yet how that ends. */
function tries(member: Member): boolean {
  return wasStarted(member, member.desired) && member.healthy !== member.desired;
}

/** From then on the node goes back to this revision. */
function markHealthy(members: Members, policy: RolloutPolicy): Decision | undefined {
  if (rolesClash(members)) return undefined;
  const unmarked = members.find(
    (member) =>
      member.isSteady && !isPending(member) && member.healthy !== member.desired && mayCommit(member),
  );
  return unmarked && act(unmarked, { kind: "markHealthy", revision: unmarked.desired }, policy);
}

/**
 * Both serve here, and are steady or overdue. So one of them can be restarted: a node that must be before one that only
 * clashes, the passive one before the active one.
 */
function restartNext(members: Members, policy: RolloutPolicy): Decision | undefined {
  const clash = rolesClash(members);
  const [next] = members
    .filter((member) => mustRestart(member) || (clash && member.isStaged))
    .filter((member) => !wasStarted(member, member.desired) && !hasOtherValues(member.peer))
    .filter((member) => mayRestart(member, policy))
    .toSorted(
      (one, other) =>
        Number(mustRestart(other)) - Number(mustRestart(one)) ||
        passiveFirst(one, other) ||
        Number(one.healthy === one.desired) - Number(other.healthy === other.desired) ||
        other.index - one.index,
    );
  return next && act(next, { kind: "apply", revision: next.desired }, policy);
}

function mustRestart(member: Member): boolean {
  return isPending(member) || isSick(member);
}

function conclude(members: Members): Decision {
  const reasons = [...pendingNodes(members), ...unhealthyNodes(members)];
  return reasons.length === 0
    ? { kind: "done", notes: [] }
    : { kind: "failed", reasons, neededLimit: undefined };
}
