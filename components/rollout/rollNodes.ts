import type { remote } from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import type { AnalyticsNode } from "../node";

/** The resources that end the rollout. */
export interface NodeRollout {
  /** The last resources created; use in `dependsOn`. */
  ready: pulumi.Resource[];
  /** The verifications of node1 and node2; none where the product is not managed. */
  verifications: remote.Command[];
}

/**
 * Turn after turn, so that never more than one node is down: the first two turns act on a node that is stopped or passive,
 * the last two on what is still pending then.
 *
 * @param first the resources that the first turn waits for
 * @param deploy deploys the C-Apps once the nodes run
 */
export function rollNodes(
  [node1, node2]: [AnalyticsNode, AnalyticsNode],
  first: pulumi.Resource[],
  deploy: (after: pulumi.Resource[]) => pulumi.Resource[],
): NodeRollout {
  const first1 = node1.turn({ pass: "first", last: false }, first);
  const first2 = node2.turn({ pass: "first", last: false }, [first1]);
  const second1 = node1.turn({ pass: "second", last: false }, [first2]);
  const second2 = node2.turn({ pass: "second", last: true }, [second1]);
  const verification1 = node1.verify(deploy([second2]));
  const verification2 = node2.verify([verification1], verification1);
  return { ready: [verification2], verifications: [verification1, verification2] };
}
