import type { NodeOperation } from "../../components";
import { askPulumi, type ProjectStack } from "../pulumi";

const remedy = "export `operations` of the AnalyticsCluster, update the stack once, and name it with --stack";

/** How the nodes of a deployed stack are looked after: its secret output `operations`, which the ready-made stack has. */
export async function readOperations(stack: ProjectStack): Promise<NodeOperation[]> {
  const words = ["stack", "output", "operations"];
  return (await askPulumi("the output operations", remedy, words, stack)) as NodeOperation[];
}
