import { Role } from "../clusterState";
import { isDown, isSick, type Member, rolesClash, wasStarted } from "./member";

/**
 * It was started with the desired revision in this run, and is not healthy.
 *
 * A Spark worker needs the masters of both nodes. So a node that lacks its worker has not failed while its peer is not
 * healthy either and was not restarted yet.
 */
export function hasFailed(member: Member): boolean {
  if (!wasStarted(member, member.desired)) return false;
  if (isDown(member) || brokeAway(member)) return true;
  return isSick(member) && (member.peer.isSteady || wasStarted(member.peer, member.desired));
}

/** It serves, and does not meet a peer that serves as before: its new revision is the cause. */
function brokeAway(member: Member): boolean {
  const { peer, healthy, desired, isSteady, isOverdue } = member;
  if (!rolesClash([member, peer]) || !(isSteady || isOverdue)) return false;
  return healthy !== desired && member.active === desired && !wasStarted(peer, peer.desired);
}

/** The failure to keep in the node's history, if it has none yet. */
export function failureOf(member: Member): string | undefined {
  if (!hasFailed(member) || member.history.failures.length > 0) return undefined;
  const verb = member.healthy === member.desired ? "stay" : "become";
  const clash =
    member.role === Role.Unknown
      ? `it does not meet ${member.peer.name}`
      : `it is ${member.role}, and so is ${member.peer.name}`;
  const cause = member.problem ?? (brokeAway(member) ? clash : "its process ended");
  return `${member.name} did not ${verb} healthy with the desired configuration: ${cause}`;
}
