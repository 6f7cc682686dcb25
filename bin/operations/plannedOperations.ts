import type { NodeOperation } from "../../components";
import { nodeOperations, planDeployment } from "../../components/cluster";
import { readClusterDescription } from "../cluster/readClusterDescription";

/** How the nodes of a deployment are looked after that was made from the description in that file. */
export async function plannedOperations(
  file: string,
  distribution: string | undefined,
): Promise<NodeOperation[]> {
  const description = await readClusterDescription(file);
  const { product } = description;
  const known =
    distribution === undefined ? description : { ...description, product: { ...product, distribution } };
  return nodeOperations(known, await planDeployment(known), [{}, {}]);
}
