import type { Decision, DesiredCluster, NodeHistory, NodeState, RolloutPolicy } from "../clusterState";
import { limitBeyond } from "./limits";
import { membersOf } from "./member";
import { changeBlockers, nodeBlockers } from "./reasons";
import { recover } from "./recovery";
import { rollForward } from "./rollForward";
import { awaitJobs } from "./steps";

/**
 * The next step from the state of both nodes towards the desired one. It sees no clock and no history but this run's, so a
 * run that was cut off anywhere is continued by the next one.
 *
 * While something forbids changes, a node is held, or one has failed in this run, what is down still gets its last healthy revision.
 */
export function decide(
  desired: DesiredCluster,
  states: readonly [NodeState, NodeState],
  histories: readonly [NodeHistory, NodeHistory],
  policy: RolloutPolicy,
): Decision {
  const members = membersOf(desired, states, histories, policy);
  const job = awaitJobs(members);
  if (job !== undefined) return job;
  const mayChange = !policy.healsOnly && policy.held === undefined;
  const faults = nodeBlockers(members);
  const blockers = [...faults, ...(mayChange ? changeBlockers(members, policy) : [])];
  const isRolling = mayChange && blockers.length === 0;
  const decision = isRolling ? rollForward(members, policy) : recover(members, policy, blockers);
  if (decision.kind !== "failed" || !mayChange || faults.length > 0) return decision;
  return { ...decision, neededLimit: limitBeyond(members, policy) };
}
