import type { Decision, RolloutPolicy } from "../clusterState";
import { failureOf, hasFailed } from "./failure";
import { fallbackOf } from "./fallback";
import { goBackTogether } from "./fullStop";
import {
  hasOtherValues,
  isDown,
  isPending,
  isUsable,
  type Member,
  type Members,
  restartable,
  runs,
  serves,
  wasStarted,
} from "./member";
import { unhealthyNodes } from "./reasons";
import { act, awaitHealth, awaitStarts, startWith } from "./steps";

/** Something forbids changes, or a node has failed in this run: what is down is brought back, and what serves is left. */
export function recover(members: Members, policy: RolloutPolicy, blockers: readonly string[]): Decision {
  return (
    startFallback(members, policy) ??
    goBackTogether(members, policy) ??
    stopFailed(members, policy) ??
    awaitStarts(members) ??
    (blockers.length === 0 ? awaitHealth(members) : undefined) ??
    forceChange(members, policy) ??
    conclude(members, blockers)
  );
}

/** A node that is down, or has failed beside a serving peer, comes back with its last healthy revision. */
function startFallback(members: Members, policy: RolloutPolicy): Decision | undefined {
  const leaving = policy.healsOnly ? [] : members.filter((member) => leavesItsRevision(member));
  for (const member of [...restartable(members, policy), ...leaving]) {
    if (!isUsable(member)) continue;
    const fallback = fallbackOf(member);
    if (fallback !== undefined) return startWith(member, fallback.revision, policy, failureOf(member));
  }
  return undefined;
}

function leavesItsRevision(member: Member): boolean {
  return serves(member.peer) && (hasFailed(member) || isLeftBehind(member));
}

/** Its peer did not answer in time to go back together, and serves now with the values that both had before. */
function isLeftBehind(member: Member): boolean {
  const { peer } = member;
  const wentBack = serves(peer) && hasOtherValues(peer) && wasStarted(peer, peer.desired);
  return wentBack && !hasOtherValues(member);
}

/** Beside a peer that serves, a node that failed with every revision is stopped, so that it does not stay active. */
function stopFailed(members: Members, policy: RolloutPolicy): Decision | undefined {
  const failed = members.find(
    (member) => isUsable(member) && isDown(member) && runs(member) && serves(member.peer),
  );
  return failed && act(failed, { kind: "stop" }, policy, failureOf(failed));
}

/** With `force` a node is changed although its peer, which answers, cannot be made to serve. */
function forceChange(members: Members, policy: RolloutPolicy): Decision | undefined {
  if (!policy.force || policy.healsOnly) return undefined;
  const next = members.find(
    (member) =>
      isUsable(member) &&
      serves(member) &&
      isDown(member.peer) &&
      isPending(member) &&
      member.isStaged &&
      !wasStarted(member, member.desired) &&
      member.history.refusedApply === undefined &&
      keepsWayBack(member) &&
      !members.some(hasOtherValues),
  );
  return next && act(next, { kind: "apply", revision: next.desired }, policy);
}

function keepsWayBack(member: Member): boolean {
  return member.healthy === undefined || !wasStarted(member, member.healthy);
}

function conclude(members: Members, blockers: readonly string[]): Decision {
  const reasons = [...blockers, ...unhealthyNodes(members)];
  return reasons.length === 0 ? { kind: "done" } : { kind: "failed", reasons };
}
