import type { ClusterDescription } from "../description";
import type { Problem } from "../problem";
import { checkShape } from "./checkShape";
import { clusterShape } from "./clusterShape";
import { checkDatabase } from "./database";
import { checkDeliveries } from "./deliveries";
import { checkDirectories } from "./directories";
import { checkFiles } from "./files";
import { type DeepPartial, type Known, UnknownPlaces } from "./known";
import { checkNodes } from "./nodes";
import { checkOverrides } from "./overrides";
import { checkUnmanaged } from "./unmanaged";
import { validatePorts } from "./validatePorts";

export { validatePorts } from "./validatePorts";

/**
 * Every problem of a description at once, or none. The description may come from a file, so nothing is taken for
 * granted: unknown keys, wrong types and missing keys are problems too.
 *
 * Ports are checked with the offset where `product.portOffset` gives it; otherwise it stands in the distribution,
 * and `validatePorts` is to be called once that is read.
 *
 * @param unresolved places whose value is not known yet (`nodes[1].address`, `database`); whatever needs them is
 *   left unchecked
 */
export function validate(description: unknown, unresolved: ReadonlySet<string> = new Set()): Problem[] {
  const problems: Problem[] = [];
  const unknown = new UnknownPlaces(unresolved);
  const checked = checkShape(description, clusterShape, "", unknown, problems);
  const known: Known = {
    // The shape is that of ClusterDescription, and what does not fit it has been left out.
    description: (checked ?? {}) as DeepPartial<ClusterDescription>,
    isUnknown: (place) => unknown.touches(place),
  };
  problems.push(
    ...checkNodes(known),
    ...checkDatabase(known),
    ...checkOverrides(known),
    ...checkDeliveries(known),
    ...checkFiles(known),
    ...checkDirectories(known),
    ...checkUnmanaged(known),
    ...checkOffset(known),
  );
  return problems;
}

function checkOffset({ description, isUnknown }: Known): Problem[] {
  const offset = description.product?.portOffset;
  const needed = ["product.profile", "product.portOffset", "ports", "nodes[0].ports", "nodes[1].ports"];
  if (offset === undefined || needed.some(isUnknown)) return [];
  // Nothing of what the ports depend on has been left out.
  return validatePorts(description as ClusterDescription, offset);
}
