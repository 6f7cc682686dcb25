import { type Decision, Process, type RolloutPolicy } from "../clusterState";
import { failureOf } from "./failure";
import { fallbackOf } from "./fallback";
import {
  hasOtherValues,
  isAlive,
  isDown,
  isPending,
  isUsable,
  type Member,
  type Members,
  passiveFirst,
  runs,
  wasStarted,
} from "./member";
import { differ, differences } from "./sharedValues";
import { stopForFullStop } from "./steps";

/*
 * Two nodes that run with different shared values are two clusters, and both are active. So a node gets other values only
 * after the last one with the former values has stopped. Both nodes commit to them together, and until then go back together.
 */

/** The arguments whose change needs a full stop: no node serves, or is about to, with their desired values. */
export function fullStopArguments(members: Members): string[] {
  const changed = members
    .filter((member) => mustStopFirst(member) && (isAlive(member) || member.isOpen))
    .flatMap(({ activeValues, desiredValues }) => differences(activeValues, desiredValues));
  return [...new Set(changed)];
}

/** Stops what runs with other values, the passive node first. */
export function stopOtherValues(members: Members): Decision | undefined {
  const [first] = members.filter(mustStopFirst).toSorted(passiveFirst);
  return first && stopForFullStop(first);
}

function mustStopFirst(member: Member): boolean {
  const isReplaceable = isAlive(member.peer) && !hasOtherValues(member.peer);
  return hasOtherValues(member) && !isReplaceable;
}

/** A healthy node can be marked: its peer has the same values, or no way back from them either. */
export function mayCommit({ desiredValues, peer }: Member): boolean {
  const isCommitted = !differ(peer.healthyValues, desiredValues);
  return isCommitted || (peer.isSteady && !isPending(peer));
}

/** Stops a node that keeps its failed peer from coming back with the values that both had before. */
export function goBackTogether(members: Members, policy: RolloutPolicy): Decision | undefined {
  const blocking = members.find((member) => runs(member) && isUsable(member) && isInTheWay(member, policy));
  if (blocking === undefined) return undefined;
  const reason = failureOf(blocking) ?? `${blocking.name} went back together with ${blocking.peer.name}`;
  return stopForFullStop(blocking, reason);
}

function isInTheWay(member: Member, policy: RolloutPolicy): boolean {
  const { peer } = member;
  if (!isDown(peer) || !isUsable(peer) || fallbackOf(peer) !== undefined) return false;
  const fallback = fallbackOf({ ...peer, peer: { ...member, process: Process.Stopped } });
  if (fallback === undefined) return false;
  if (isDown(member) && !member.isOpen) return true;
  const isUncommitted = member.healthy !== undefined && !differ(member.healthyValues, fallback.values);
  return policy.limit === "fullStop" && isUncommitted && wasStarted(peer, peer.desired);
}
