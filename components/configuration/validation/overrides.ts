import type { OverrideDescription } from "../description";
import type { Problem } from "../problem";
import { findProfile, type ProductFiles } from "../product";
import type { DeepPartial, Known } from "./known";

/** Overrides must not rename what other files refer to, nor contradict an argument. */
export function checkOverrides({ description }: Known): Problem[] {
  const files = findProfile(description.product?.profile ?? "")?.files;
  const overrides = description.overrides ?? [];
  return overrides.flatMap((override, index) => {
    if (override?.file === undefined || override.path === undefined) return [];
    const place = `overrides[${index}]`;
    const at = `${override.file} ${override.path}`;
    if (renamesDatasource(override.file, override.path)) {
      const problem = `${at} changes what a datasource is called or refers to, which other files rely on`;
      return [{ place, problem, remedy: "rename the database by database.names instead" }];
    }
    const argument = files && argumentFor(files, override.file, override.path);
    if (argument !== undefined) {
      return [{ place, problem: `${at} is set by an argument`, remedy: `give ${argument} instead` }];
    }
    if (overrides.slice(0, index).some((earlier) => isSamePlace(earlier, override))) {
      return [{ place, problem: `${at} is overridden twice`, remedy: "give it once for a node" }];
    }
    return [];
  });
}

function isSamePlace(
  one: DeepPartial<OverrideDescription> | undefined,
  other: DeepPartial<OverrideDescription>,
): boolean {
  if (one?.file !== other.file || one?.path !== other.path) return false;
  return one?.node === undefined || other.node === undefined || one.node === other.node;
}

/** Datasources are named in several files at once; the databases behind them may be renamed freely. */
function renamesDatasource(file: string, path: string): boolean {
  const elements = elementsOf(path);
  if (file.endsWith("-datasources.xml")) {
    return /(^|\/)datasource\/(name$|jndiConfig(\/|$))/.test(elements);
  }
  if (file.endsWith("/registry.xml")) return /(^|\/)dataSource$/.test(elements);
  if (file.endsWith("/user-mgt.xml")) return /Property\[@name=["']dataSource["']\]$/.test(path);
  return file.endsWith("/analytics-config.xml") && /property\[@name=["']datasource["']\]$/.test(path);
}

/** Paths that are certainly rendered from an argument, in the form they have without predicates, or as a key. */
const argumentPaths: readonly { file: keyof ProductFiles; path: RegExp; argument: string }[] = [
  { file: "axis2", path: /clustering\/@enable$/, argument: "nodes" },
  { file: "axis2", path: /clustering\/members(\/|$)/, argument: "nodes[].address and ports.hazelcast" },
  { file: "axis2", path: /parameter\[@name=["']localMemberHost["']\]$/, argument: "nodes[].address" },
  { file: "axis2", path: /parameter\[@name=["']localMemberPort["']\]$/, argument: "ports.hazelcast" },
  { file: "axis2", path: /parameter\[@name=["']domain["']\]$/, argument: "clustering.domain" },
  { file: "axis2", path: /parameter\[@name=["']groupPassword["']\]$/, argument: "clustering.groupPassword" },
  { file: "eventProcessor", path: /eventSync\/hostName$/, argument: "nodes[].address" },
  { file: "eventProcessor", path: /eventSync\/port$/, argument: "ports.eventSync" },
  {
    file: "eventProcessor",
    path: /mode\[@name=["']HA["']\]\/management\/hostName$/,
    argument: "nodes[].address",
  },
  {
    file: "eventProcessor",
    path: /mode\[@name=["']HA["']\]\/management\/port$/,
    argument: "ports.management",
  },
  { file: "carbon", path: /Ports\/Offset$/, argument: "product.portOffset" },
  { file: "sparkDefaults", path: /^carbon\.das\.symbolic\.link$/, argument: "spark.symbolicLink" },
  {
    file: "hazelcastProperties",
    path: /^hazelcast\.max\.no\.heartbeat\.seconds$/,
    argument: "clustering.failureDetectionSeconds",
  },
];

function argumentFor(files: ProductFiles, file: string, path: string): string | undefined {
  return argumentPaths.find(
    (row) => files[row.file] === file && (row.path.test(path) || row.path.test(elementsOf(path))),
  )?.argument;
}

/** A path without its predicates and prefixes: `/a/b[name='x']/c` is `/a/b/c`. */
function elementsOf(path: string): string {
  return path.replaceAll(/\[[^\]]*\]/g, "");
}
