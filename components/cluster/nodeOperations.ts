import type { ClusterDescription } from "../description";
import type { NodeOperation } from "../node";
import { nodeNames } from "../product";
import type { DeploymentPlan } from "./deploymentPlan";

/** How both nodes of a deployment are looked after from elsewhere. */
export function nodeOperations(
  { nodes, product }: ClusterDescription,
  { revisions, run }: DeploymentPlan,
): NodeOperation[] {
  return ([0, 1] as const).map((index) => ({
    name: nodeNames[index],
    address: nodes[index]?.address ?? "",
    home: nodes[index]?.home ?? product.home,
    ssh: nodes[index]?.ssh ?? {},
    revision: revisions[index].digest,
    run,
  }));
}
