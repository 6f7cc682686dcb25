import type { RolloutLimit } from "../../description";
import { Process, Role, type RolloutPolicy } from "../clusterState";
import { fullStopArguments } from "./fullStop";
import { isAlive, isPending, type Member, type Members, rolesClash, serves } from "./member";

/** The limit that the desired state needs, if it is beyond the policy's. */
export function limitBeyond(members: Members, { limit }: RolloutPolicy): RolloutLimit | undefined {
  if (limit !== "fullStop" && fullStopArguments(members).length > 0) return "fullStop";
  return limit === "restart" && members.some(changesRoles) ? "roleChange" : undefined;
}

/** It must get the desired revision, and its peer would become active meanwhile. */
export function changesRoles(member: Member): boolean {
  return isPending(member) && isAlive(member) && !becomesPassive(member);
}

function becomesPassive({ role, process, peer }: Member): boolean {
  if (process === Process.Serving) return role === Role.Passive;
  return serves(peer) && peer.role === Role.Active && !isPending(peer);
}

/** A restart of a node that serves is within the limit. */
export function mayRestart(member: Member, { limit }: RolloutPolicy): boolean {
  const isPassive = member.role === Role.Passive || rolesClash([member, member.peer]);
  return limit !== "restart" || isPassive;
}
