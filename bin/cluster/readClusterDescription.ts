import { type ClusterDescription, DescriptionError } from "../../components/description";
import { validate } from "../../components/product";
import { readClusterFile } from "./clusterFile";

/**
 * The description in a cluster file.
 *
 * @throws DescriptionError with every problem
 */
export async function readClusterDescription(file: string): Promise<ClusterDescription> {
  const description = await readClusterFile(file);
  const problems = validate(description);
  if (problems.length > 0) throw new DescriptionError(problems);
  // It has been validated.
  return description as ClusterDescription;
}
