import { Process, Role, type RolloutPolicy } from "../clusterState";
import { failureOf } from "./failure";
import { fullStopArguments } from "./fullStop";
import { changesRoles, limitBeyond } from "./limits";
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
  return [...members.flatMap((member) => unstaged(member) ?? []), ...beyondLimit(members, policy)];
}

/** For a node under maintenance. */
export function heldNote(name: string): string {
  return `${name} is held (rollout.hold), and was left alone`;
}

/** What was left undone for a node that is held. */
export function holdNotes(members: Members): string[] {
  return members
    .filter(({ isHeld }) => isHeld)
    .flatMap(({ name, peer }) => {
      const held = heldNote(name);
      if (!isPending(peer)) return [held];
      return [held, `${peer.name} keeps its configuration, because changing it needs ${name}`];
    });
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
  const { name, silence, obstacle, history, isHeld } = member;
  if (isHeld) return undefined;
  if (silence !== undefined) return `${name} does not answer (${silence}); bring its host back ${again}`;
  if (obstacle !== undefined) return `${name}: ${obstacle}; correct it ${again}`;
  const refusal = history.refusal ?? history.refusedApply?.reason;
  if (refusal !== undefined) return `${name} refused: ${refusal}; correct it ${again}`;
  const failures = [...history.failures, failureOf(member) ?? []].flat();
  if (failures.length === 0) return undefined;
  const told = failures.join(", and ");
  const end = outcome(member);
  return `${told}${told.endsWith(end) ? "" : `; ${end}`}; correct the cause ${again}`;
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

function beyondLimit(members: Members, policy: RolloutPolicy): string[] {
  const needed = limitBeyond(members, policy);
  if (needed === undefined) return [];
  const remedy = `rollout.limit is ${policy.limit}; set it to ${needed} for this update, or leave`;
  if (needed === "fullStop") {
    const names = members.map(({ name }) => name).join(" and ");
    const changed = fullStopArguments(members).join(", ");
    return [`${names} must stop together for a change of ${changed}, and ${remedy} these values as they are`];
  }
  return members
    .filter(changesRoles)
    .map(
      ({ name }) => `${name} must restart, which changes the roles, and ${remedy} the configuration as it is`,
    );
}

function unhealthy(member: Member): string | undefined {
  const { name, problem, isHeld } = member;
  if (isHeld || nodeBlocker(member) !== undefined) return undefined;
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
