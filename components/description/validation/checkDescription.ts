import type { ClusterDescription } from "../clusterDescription";
import { analyticsClusterArgs as clusterShape } from "../generated/argumentShapes";
import type { Problem } from "../problem";
import { checkArtifacts } from "./artifacts";
import { checkShape } from "./checkShape";
import { checkDatabase } from "./database";
import { checkDirectories } from "./directories";
import { checkFiles } from "./files";
import { type DeepPartial, type Known, UnknownPlaces } from "./known";
import { checkNodes } from "./nodes";
import { checkRegistryMounts } from "./registryMounts";
import { checkRenamed } from "./renamed";
import { checkMarkedSecrets } from "./secrets";
import { checkStatistics } from "./statistics";
import { checkUnmanaged } from "./unmanaged";

/**
 * Every problem of a description that shows without a product, and what is known and right of it for further rules. The
 * description may come from a file, so nothing is taken for granted: unknown keys, wrong types and missing keys are problems.
 *
 * @param unresolved places whose value is not known yet (`nodes[1].address`, `database`); rules that need them are skipped
 */
export function checkDescription(
  description: unknown,
  unresolved: ReadonlySet<string>,
): { problems: Problem[]; known: Known } {
  const problems: Problem[] = [];
  const unknown = new UnknownPlaces(unresolved);
  const checked = checkShape(description, clusterShape, "", unknown, problems);
  const known: Known = {
    // The shape is that of ClusterDescription, and what does not fit it has been left out.
    description: (checked ?? {}) as DeepPartial<ClusterDescription>,
    isUnknown: (place) => unknown.touches(place),
  };
  problems.push(
    ...checkRenamed(known),
    ...checkNodes(known),
    ...checkDatabase(known),
    ...checkStatistics(known),
    ...checkRegistryMounts(known),
    ...checkArtifacts(known),
    ...checkFiles(known),
    ...checkDirectories(known),
    ...checkUnmanaged(known),
    ...checkMarkedSecrets(known),
  );
  return { problems, known };
}
