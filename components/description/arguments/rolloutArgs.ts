import type { Input } from "@pulumi/pulumi";
import type { NodeName, RolloutLimit } from "../clusterDescription";

/** How an update, or the preview of one, deals with the pair of nodes. */
export interface RolloutArgs {
  /**
   * A node under maintenance, `node1` or `node2`: it is left alone. Nothing is staged, started or stopped there, it may be down, and
   * nothing is done that needs it: the other node is started if it is down, and keeps its configuration if it has one. The update ends
   * well and says so. Without the argument the next update does what is left to do. @default none
   * @change nothing; the other node keeps its configuration meanwhile
   */
  hold?: Input<NodeName>;
  /**
   * The most that an update may do to nodes that serve: `restart` a passive one; `roleChange`, restart both, one after the other;
   * `fullStop`, stop both at once where a changed value keeps a restarted node from meeting its peer: the domain or password of the
   * Hazelcast group, a node's address, the ports of Hazelcast, event sync and management, the port offset
   * (`product/fullStopFingerprint.ts`). An update that needs more is refused, with what it would do, before anything is changed. What
   * is down is started in any case, with its last healthy configuration. @default "roleChange"
   * @change nothing
   */
  limit?: Input<RolloutLimit>;
  /**
   * Restarts a node although the other one is not healthy, so that for the time of a start there may be none. For a
   * deployment that is down anyway. @default false
   * @change nothing
   */
  force?: Input<boolean>;
  /**
   * Seconds from a start until the node is healthy; then the start has failed. @default 600
   * @change nothing
   * @range 1 to 86400 seconds
   */
  startTimeoutSeconds?: Input<number>;
  /** Seconds until a node that was told to stop is killed. @default 120 @change nothing @range 1 to 86400 seconds */
  stopTimeoutSeconds?: Input<number>;
  /**
   * Seconds for which a node must stay healthy before it counts as started.
   * @default 5 @change nothing
   * @range 0 to 3600 seconds
   */
  steadySeconds?: Input<number>;
  /**
   * Looks at both nodes in every preview: role, revision, files that somebody changed, what is wrong. A node that does not answer
   * within 10 s is a warning and no change, so previews work where no network leads to the nodes. False: previews dial nobody.
   * Updates always look. @default true
   * @change nothing
   */
  observeInPreviews?: Input<boolean>;
}
