/**
 * From what both nodes are to what they should be, so that one of them serves: the first contact, the plan, the loop that acts on it.
 * Not here: how one node is changed (`node/`).
 */
export { type Contact, createContact } from "./contact";
export { NodeTarget } from "./nodeTarget";
export { observeNode } from "./observation";
export { lackOf, serves, whyNotServing } from "./productHealth";
export type { RecordedScript } from "./recordedScripts";
export { createRollout, type Rollout } from "./rollout";
