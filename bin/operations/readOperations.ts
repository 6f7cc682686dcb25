import type { NodeOperation } from "../../components";
import { askPulumi, type ProjectStack } from "../pulumi";

const remedy = "export `operations` of the AnalyticsCluster, update the stack once, and name it with --stack";

/** As a version of this library has left it in the state. */
type StoredOperation = Partial<NodeOperation>;

function isOfThisVersion(operation: StoredOperation): operation is NodeOperation {
  return operation.run?.nodeIdFiles !== undefined;
}

/** How the nodes of a deployed stack are looked after: its secret output `operations`, which the ready-made stack has. */
export async function readOperations(stack: ProjectStack): Promise<NodeOperation[]> {
  const words = ["stack", "output", "operations"];
  const operations = (await askPulumi("the output operations", remedy, words, stack)) as StoredOperation[];
  if (!operations.every(isOfThisVersion)) {
    throw new Error(
      "the output operations was written by an earlier version of this library; update the stack once with this one",
    );
  }
  return operations;
}
