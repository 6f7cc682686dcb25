import type { ClusterDescription } from "./clusterDescription";
import { analyticsClusterArgs as clusterShape } from "./generated/argumentShapes";
import { UnknownPlaces } from "./validation/known";
import { partOf, placeOf, type Shape } from "./validation/shape";

/**
 * A description to try in the place of one of which some is not known yet: what is wrong with it is wrong with the other,
 * whatever the unknown values will be. Nothing is ever made from it. Undefined where too little is known.
 *
 * @param known the values that are known, undefined at the places `unresolved`
 */
export function withPlaceholders(
  known: unknown,
  unresolved: ReadonlySet<string>,
): ClusterDescription | undefined {
  const places = new UnknownPlaces(unresolved);
  const isUnknown = (place: string) => places.touches(place);
  if (isUnknown("product.profile") || isUnknown("product.distribution")) return undefined;
  const description = filled(known, clusterShape, "", unresolved) as ClusterDescription;
  const { product, nodes, database, overrides = [], deploymentSynchronizer } = description;
  const { schema } = database;
  const withoutPorts = [0, 1].some((node) => isUnknown(`nodes[${node}].ports`));
  const hasPorts = !(withoutPorts || isUnknown("ports") || isUnknown("product.portOffset"));
  const knownScripts = firstKnown(schema?.furtherScripts ?? [], (index) =>
    isUnknown(`database.schema.furtherScripts[${index}]`),
  );
  return {
    ...description,
    // Files are not read, nor ports compared, where a part of what decides about them is not known.
    product: {
      ...product,
      portOffset: hasPorts ? product.portOffset : undefined,
      install: isUnknown("product.install") ? undefined : product.install,
      jdbcDriver: isUnknown("product.jdbcDriver") ? undefined : product.jdbcDriver,
    },
    ports: hasPorts ? description.ports : undefined,
    nodes: hasPorts ? nodes : nodes.map((node) => ({ ...node, ports: undefined })),
    database: {
      ...database,
      caBundle: isUnknown("database.caBundle") ? undefined : database.caBundle,
      schema: {
        ...schema,
        skip: schema?.skip === true || isUnknown("database.schema.skip"),
        furtherScripts: knownScripts,
      },
    },
    deploymentSynchronizer: deploymentSynchronizer && {
      ...deploymentSynchronizer,
      libraries: isUnknown("deploymentSynchronizer.libraries") ? undefined : deploymentSynchronizer.libraries,
    },
    overrides: firstKnown(overrides, (index) =>
      ["file", "path"].some((key) => isUnknown(`overrides[${index}].${key}`)),
    ),
  };
}

/** With some value for each that is not known. */
function filled(value: unknown, shape: Shape, place: string, unresolved: ReadonlySet<string>): unknown {
  if (unresolved.has(place)) return someValue(shape);
  if (Array.isArray(value) && shape.kind === "list") {
    return value.map((item, index) => filled(item, shape.item, placeOf(place, index), unresolved));
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, child]) => {
    const part = partOf(shape, key);
    return [key, part === undefined ? child : filled(child, part, placeOf(place, key), unresolved)];
  });
  return Object.fromEntries(entries);
}

function someValue(shape: Shape): unknown {
  if (shape.kind === "text") return "not-known-yet";
  return shape.kind === "number" ? 10 : undefined;
}

/** Those before the first that is not known, so that the others keep their places. */
function firstKnown<T>(items: readonly T[], isUnknown: (index: number) => boolean): T[] {
  const end = items.findIndex((_, index) => isUnknown(index));
  return items.slice(0, end === -1 ? items.length : end);
}
