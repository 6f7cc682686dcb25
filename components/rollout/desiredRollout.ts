import { withVersion } from "../product";
import type { Revision } from "../render";
import type { DesiredCluster, RolloutPolicy, SharedValues } from "./clusterState";
import type { DesiredNode } from "./findings";
import type { NodeLimits } from "./nodeState";
import type { KnownNode } from "./nodeTarget";

type Pair<T> = readonly [T, T];

/** All that the planner needs besides what it sees. */
export interface DesiredRollout {
  desiredNodes: Pair<DesiredNode>;
  desired: DesiredCluster;
  policy: RolloutPolicy;
  limits: NodeLimits;
}

/** @param healsOnly only starts what is down */
export function desiredRollout([one, other]: Pair<KnownNode>, healsOnly: boolean): DesiredRollout {
  const desiredNodes = [one.desired, other.desired] as const;
  const { policy, times } = one.run;
  const held = ([0, 1] as const).find((index) => desiredNodes[index].isHeld);
  return {
    desiredNodes,
    desired: {
      revisions: [one.desired.revision, other.desired.revision],
      values: sharedValues(one.revision),
    },
    policy: { held, limit: policy.limit, force: policy.force, healsOnly },
    limits: times,
  };
}

/** As `product/fullStopFingerprint.ts` writes them, a line each. */
function sharedValues({ extraEntries }: Revision): SharedValues {
  const lines = (extraEntries.together ?? "").split("\n").filter((line) => line !== "");
  return withVersion(Object.fromEntries(lines.map((line) => line.split(" ") as [string, string])));
}
