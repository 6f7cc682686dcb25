import {
  type DesiredCluster,
  type NodeHistory,
  type NodeIndex,
  type NodeState,
  Process,
  Role,
  type RolloutPolicy,
  type SharedValues,
} from "../clusterState";
import { differ } from "./sharedValues";

/** A node with everything that a rule asks about it. */
export interface Member extends NodeState {
  index: NodeIndex;
  history: NodeHistory;
  /** The desired revision and its shared values. */
  desired: string;
  desiredValues: SharedValues;
  /** It is under maintenance: it gets no action, and may be anything at any time. */
  isHeld: boolean;
  peer: Member;
}

export type Members = readonly [Member, Member];

export function membersOf(
  desired: DesiredCluster,
  states: readonly [NodeState, NodeState],
  histories: readonly [NodeHistory, NodeHistory],
  { held }: RolloutPolicy,
): Members {
  const member = (index: NodeIndex): Omit<Member, "peer"> => ({
    ...states[index],
    index,
    history: histories[index],
    desired: desired.revisions[index],
    desiredValues: desired.values,
    isHeld: index === held,
  });
  const members = [member(0), member(1)] as [Member, Member];
  members[0].peer = members[1];
  members[1].peer = members[0];
  return members;
}

export function answers({ silence }: Member): boolean {
  return silence === undefined;
}

/** Whether this run may act on the node. */
export function isUsable({ silence, obstacle, history, isHeld }: Member): boolean {
  return !isHeld && silence === undefined && obstacle === undefined && history.refusal === undefined;
}

export function runs(member: Member): boolean {
  return answers(member) && member.process !== Process.Stopped;
}

export function serves(member: Member): boolean {
  return answers(member) && member.process === Process.Serving;
}

/** It serves, or may come to serve by itself. */
export function isAlive(member: Member): boolean {
  return serves(member) || (answers(member) && member.process === Process.Starting);
}

/** It does not serve, and waiting does not help. */
export function isDown(member: Member): boolean {
  return answers(member) && !isAlive(member);
}

/** It is down, and all its ports answer: it may serve whatever its log says. */
export function mayServe(member: Member): boolean {
  return isDown(member) && member.isOpen;
}

/** A node that may serve is left running while its peer neither serves nor may serve, or is held. */
export function isKept(member: Member, { force }: RolloutPolicy): boolean {
  const { peer } = member;
  if (peer.isHeld) return member.isOpen;
  const isReplaceable = serves(peer) || mayServe(peer) || (force && isDown(peer));
  return member.isOpen && !isReplaceable;
}

/** Down, and free to be restarted: first one that is stopped, last one that may serve. */
export function restartable(members: Members, policy: RolloutPolicy): Member[] {
  return members
    .filter((member) => isDown(member) && !isKept(member, policy))
    .toSorted(
      (one, other) => Number(one.isOpen) - Number(other.isOpen) || Number(runs(one)) - Number(runs(other)),
    );
}

/** Both serve, and can meet. */
export function serveTogether([one, other]: Members): boolean {
  return serves(one) && serves(other) && !differ(one.activeValues, other.activeValues);
}

/** It serves and does not become healthy, although it has a peer to meet. */
export function isSick(member: Member): boolean {
  return member.isOverdue && serveTogether([member, member.peer]);
}

/** It must get the desired revision. */
export function isPending({ active, desired, isDrifted }: Member): boolean {
  return active !== desired || isDrifted;
}

export function wasStarted({ history }: Member, revision: string): boolean {
  return history.started.includes(revision);
}

/** It runs with values that keep a node with the desired ones from joining it. */
export function hasOtherValues(member: Member): boolean {
  return runs(member) && differ(member.activeValues, member.desiredValues);
}

/** Both serve in the same role, or in unknown ones and not connected, so each is in a cluster of its own. */
export function rolesClash([one, other]: Members): boolean {
  if (!serves(one) || !serves(other)) return false;
  const isUnknown = one.role === Role.Unknown || other.role === Role.Unknown;
  return isUnknown ? !one.hasPeer && !other.hasPeer : one.role === other.role;
}

export function passiveFirst(one: Member, other: Member): number {
  return Number(one.role === Role.Active) - Number(other.role === Role.Active);
}
