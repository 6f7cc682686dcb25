/**
 * The order in which both nodes change, so that one of them serves. Not here: how one node is changed (`node/`).
 */
export { type NodeRollout, rollNodes } from "./rollNodes";
