import type { Decision, RolloutPolicy } from "../clusterState";
import { failureOf, hasFailed } from "./failure";
import { fallbackOf } from "./fallback";
import { goBackTogether } from "./fullStop";
import { mayRestart } from "./limits";
import {
  hasOtherValues,
  isDown,
  isKept,
  isPending,
  isUsable,
  type Member,
  type Members,
  restartable,
  runs,
  serves,
  wasStarted,
} from "./member";
import { holdNotes, unhealthyNodes } from "./reasons";
import { differ } from "./sharedValues";
import { act, awaitHealth, awaitStarts, startWith } from "./steps";

/** Something forbids changes, or a node has failed in this run: what is down is brought back, and what serves is left. */
export function recover(members: Members, policy: RolloutPolicy, blockers: readonly string[]): Decision {
  return (
    startFallback(members, policy) ??
    startBesideHeld(members, policy) ??
    goBackTogether(members, policy) ??
    stopFailed(members, policy) ??
    awaitStarts(members) ??
    (blockers.length === 0 && policy.held === undefined ? awaitHealth(members) : undefined) ??
    forceChange(members, policy) ??
    conclude(members, policy, blockers)
  );
}

/** A node that is down, or has failed beside a serving peer, comes back with its last healthy revision. */
function startFallback(members: Members, policy: RolloutPolicy): Decision | undefined {
  const mayLeave = !policy.healsOnly && policy.held === undefined;
  const leaving = mayLeave
    ? members.filter((member) => leavesItsRevision(member) && mayRestart(member, policy))
    : [];
  for (const member of [...restartable(members, policy), ...leaving]) {
    if (!isUsable(member)) continue;
    const fallback = fallbackOf(member);
    if (fallback !== undefined) return startWith(member, fallback.revision, policy, failureOf(member));
  }
  return undefined;
}

/** Beside a node that is held, one that was never deployed gets the desired revision. */
function startBesideHeld(members: Members, policy: RolloutPolicy): Decision | undefined {
  const next = members.find(
    (member) =>
      member.peer.isHeld &&
      isUsable(member) &&
      isDown(member) &&
      !isKept(member, policy) &&
      member.isStaged &&
      member.active === undefined &&
      member.healthy === undefined &&
      !wasStarted(member, member.desired) &&
      member.history.refusedApply === undefined &&
      !(runs(member.peer) && differ(member.desiredValues, member.peer.activeValues)),
  );
  return next && act(next, { kind: "apply", revision: next.desired }, policy);
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
    (member) =>
      isUsable(member) && isDown(member) && runs(member) && serves(member.peer) && !isKept(member, policy),
  );
  return failed && act(failed, { kind: "stop" }, policy, failureOf(failed));
}

/** With `force` a node is changed although its peer, which answers, cannot be made to serve. */
function forceChange(members: Members, policy: RolloutPolicy): Decision | undefined {
  const isAllowed = policy.force && policy.limit !== "restart";
  if (!isAllowed || policy.healsOnly || policy.held !== undefined) return undefined;
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

function conclude(members: Members, policy: RolloutPolicy, blockers: readonly string[]): Decision {
  const reasons = [...blockers, ...unhealthyNodes(members)];
  return reasons.length === 0
    ? { kind: "done", notes: policy.healsOnly ? [] : holdNotes(members) }
    : { kind: "failed", reasons, neededLimit: undefined };
}
