import { lackOf, type NodeIndex, type NodeObservation, serves } from "../../rollout";

/** The VM that is changed first: one that does not serve, then the passive node, at last the active one. */
export function firstToChange([one, other]: readonly [NodeObservation, NodeObservation]): NodeIndex {
  return loss(one) <= loss(other) ? 0 : 1;
}

/**
 * Whether a VM may be changed now: nothing runs there, or the other node serves. If the VM itself does not serve, the other one may
 * lack what needs both nodes, such as its Spark worker.
 */
export function mayChange(vm: NodeObservation, peer: NodeObservation): boolean {
  if (isEmpty(vm)) return true;
  const product = productOn(peer);
  if (product === undefined || !serves(product)) return false;
  return !isServing(vm) || lackOf(product) === undefined;
}

export function isServing(observation: NodeObservation): boolean {
  const product = productOn(observation);
  return product !== undefined && serves(product);
}

/** A look at the node succeeded, and this deployment runs nothing there. */
function isEmpty(observation: NodeObservation): boolean {
  if (observation.kind !== "facts") return observation.kind === "none";
  const { product, runsUndescribed, stateProblem, missingCommands } = observation.facts;
  return (
    product === undefined && !runsUndescribed && stateProblem === undefined && missingCommands.length === 0
  );
}

/** What is lost while the node is down. */
function loss(observation: NodeObservation): number {
  if (!isServing(observation)) return 0;
  return productOn(observation)?.role === "active" ? 2 : 1;
}

function productOn(observation: NodeObservation) {
  return observation.kind === "facts" ? observation.facts.product : undefined;
}
