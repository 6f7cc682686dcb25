import { Process, Role, type RolloutPolicy } from "../clusterState";
import { failureOf } from "./failure";
import { fullStopArguments } from "./fullStop";
import {
  answers,
  isDown,
  isPending,
  isSick,
  type Member,
  type Members,
  mayServe,
  rolesClash,
  serves,
} from "./member";

/*
 * Reasons for people: one sentence each, with the node, the cause, and what to correct.
 */

const again = "and run the update again";

/** Nothing is changed while a node does not answer or accept actions, or after one has failed in this run. */
export function nodeBlockers(members: Members): string[] {
  return members.flatMap((member) => nodeBlocker(member) ?? []);
}

/** A change needs its files on the node, and sometimes a full stop. */
export function changeBlockers(members: Members, policy: RolloutPolicy): string[] {
  return [...members.flatMap((member) => unstaged(member) ?? []), ...refusedFullStop(members, policy)];
}

/** The nodes that no rule could make healthy, and two that serve in one role. */
export function unhealthyNodes(members: Members): string[] {
  return [...members.flatMap((member) => unhealthy(member) ?? []), ...sameRole(members)];
}

/** The nodes that have another revision than the desired one after every rule. */
export function pendingNodes(members: Members): string[] {
  return members
    .filter(isPending)
    .map(({ name }) => `${name} was changed while the update was at work; run the update again`);
}

function nodeBlocker(member: Member): string | undefined {
  const { name, silence, obstacle, history } = member;
  if (silence !== undefined) return `${name} does not answer (${silence}); bring its host back ${again}`;
  if (obstacle !== undefined) return `${name}: ${obstacle}; correct it ${again}`;
  const refusal = history.refusal ?? history.refusedApply?.reason;
  if (refusal !== undefined) return `${name} refused: ${refusal}; correct it ${again}`;
  const failures = [...history.failures, failureOf(member) ?? []].flat();
  if (failures.length === 0) return undefined;
  return `${failures.join(", and ")}; ${outcome(member)}; correct the cause ${again}`;
}

function outcome(member: Member): string {
  if (isDown(member)) return member.process === Process.Stopped ? "it is stopped" : "it does not serve";
  if (isPending(member) && member.active === member.healthy) return "its last healthy configuration is back";
  return serves(member) ? "it serves" : "it is starting";
}

function unstaged(member: Member): string | undefined {
  const mustApply = isPending(member) || isSick(member);
  if (member.isStaged || !mustApply || !answers(member)) return undefined;
  return `${member.name} does not have the files of the desired configuration: another update has activated another one, somebody removed them, or this update has a --target; see which configuration is to hold, then run its update with another rerunTrigger`;
}

function refusedFullStop(members: Members, policy: RolloutPolicy): string[] {
  const changed = fullStopArguments(members);
  if (policy.fullStop || changed.length === 0) return [];
  const names = members.map(({ name }) => name).join(" and ");
  return [
    `${names} must stop together for a change of ${changed.join(", ")}; set allowFullStop, or leave these values as they are`,
  ];
}

function unhealthy(member: Member): string | undefined {
  const { name, problem } = member;
  if (nodeBlocker(member) !== undefined) return undefined;
  if (isDown(member))
    return `${name} does not serve: ${problem ?? "it is stopped"}${leftRunning(member)}; correct the cause ${again}`;
  if (!isSick(member)) return undefined;
  return `${name} is not healthy: ${problem ?? "it does not stay so"}; correct the cause ${again}`;
}

function leftRunning(member: Member): string {
  if (!mayServe(member)) return "";
  return `; it was left running, as all its ports answer and ${member.peer.name} does not serve in its place`;
}

function sameRole(members: Members): string[] {
  if (!rolesClash(members)) return [];
  const [one, other] = members;
  const clash = one.role === other.role && one.role !== Role.Unknown ? `are both ${one.role}` : "do not meet";
  return [`${one.name} and ${other.name} ${clash}; let each reach the other's Hazelcast port ${again}`];
}
