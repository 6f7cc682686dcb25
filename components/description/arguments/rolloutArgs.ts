import type { Input } from "@pulumi/pulumi";

/** How an update, or the preview of one, deals with the pair of nodes. */
export interface RolloutArgs {
  /**
   * Looks at both nodes in every preview: role, revision, files that somebody changed, what is wrong. A node that does not answer
   * within 10 s is a warning and no change, so previews work where no network leads to the nodes. False: previews dial nobody.
   * Updates always look. @default true
   * @change nothing
   */
  observeInPreviews?: Input<boolean>;
}
