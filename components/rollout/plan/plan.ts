import type { Decision, DesiredCluster, NodeHistory, NodeState, RolloutPolicy } from "../clusterState";
import { membersOf } from "./member";
import { changeBlockers, nodeBlockers } from "./reasons";
import { recover } from "./recovery";
import { rollForward } from "./rollForward";
import { awaitJobs } from "./steps";

/**
 * The next step from the state of both nodes towards the desired one. It sees no clock and no history but this run's, so a
 * run that was cut off anywhere is continued by the next one.
 *
 * While something forbids changes, or a node has failed in this run, what is down still gets its last healthy revision.
 */
export function decide(
  desired: DesiredCluster,
  states: readonly [NodeState, NodeState],
  histories: readonly [NodeHistory, NodeHistory],
  policy: RolloutPolicy,
): Decision {
  const members = membersOf(desired, states, histories);
  const job = awaitJobs(members);
  if (job !== undefined) return job;
  const blockers = [...nodeBlockers(members), ...(policy.healsOnly ? [] : changeBlockers(members, policy))];
  if (policy.healsOnly || blockers.length > 0) return recover(members, policy, blockers);
  return rollForward(members, policy);
}
