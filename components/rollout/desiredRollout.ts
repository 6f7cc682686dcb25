import { withVersion } from "../product";
import type { Revision } from "../render";
import type { DesiredCluster, RolloutPolicy, SharedValues } from "./clusterState";
import type { DesiredNode } from "./findings";
import type { NodeLimits } from "./nodeState";
import type { HealedNode, KnownNode } from "./nodeTarget";

type Pair<T> = readonly [T, T];

/** All that the planner needs besides what it sees. */
export interface DesiredRollout {
  desiredNodes: Pair<DesiredNode>;
  desired: DesiredCluster;
  policy: RolloutPolicy;
  limits: NodeLimits;
}

/** Both nodes get what the description says. */
export function desiredRollout(nodes: Pair<KnownNode>): DesiredRollout {
  return rolloutTo(sharedValues(nodes[0].revision), nodes, false);
}

/** What is down is started, with the revision that it has. */
export function desiredHealing(nodes: Pair<HealedNode>): DesiredRollout {
  return rolloutTo({}, nodes, true);
}

function rolloutTo(values: SharedValues, [one, other]: Pair<HealedNode>, healsOnly: boolean): DesiredRollout {
  const desiredNodes = [one.desired, other.desired] as const;
  const { policy, times } = one.run;
  const held = ([0, 1] as const).find((index) => desiredNodes[index].isHeld);
  return {
    desiredNodes,
    desired: { revisions: [one.desired.revision, other.desired.revision], values },
    policy: { held, limit: policy.limit, force: policy.force, healsOnly },
    limits: times,
  };
}

/** As `product/fullStopFingerprint.ts` writes them, a line each. */
function sharedValues({ extraEntries }: Revision): SharedValues {
  const lines = (extraEntries.together ?? "").split("\n").filter((line) => line !== "");
  return withVersion(Object.fromEntries(lines.map((line) => line.split(" ") as [string, string])));
}
