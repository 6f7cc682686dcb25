/**
 * From what both nodes are to what they should be, so that one of them serves: the first contact, the plan, the loop that acts on it.
 * Not here: how one node is changed (`node/`).
 */

export { type NodeIndex, peerOf } from "./clusterState";
export { type Contact, createContact } from "./contact";
export { boundedError } from "./evidence";
export { anyRevision } from "./findings";
export { type HealedNode, NodeTarget } from "./nodeTarget";
export { type NodeObservation, observeNode } from "./observation";
export { lackOf, serves } from "./productHealth";
export type { RecordedScript } from "./recordedScripts";
export { healNodes } from "./rollNodes";
export { createRollout, type Rollout } from "./rollout";
export { limits } from "./rolloutNode";
