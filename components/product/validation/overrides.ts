import {
  type DeepPartial,
  type Known,
  type OverrideDescription,
  type Problem,
  ProblemCode,
  pathNames,
  type Violation,
} from "../../description";
import type { ProductFiles } from "../profiles/productProfile";
import { findProfile } from "../profiles/profiles";

/**
 * What can be told of overrides without the distribution. That none of them changes what the deployment sets is seen
 * when the files are rendered (`files/applyOverrides.ts`).
 */
export function checkOverrides({ description }: Known): Problem[] {
  const files = findProfile(description.product?.profile ?? "")?.files;
  const overrides = description.overrides ?? [];
  return overrides.flatMap((override, index) => {
    if (override?.file === undefined || override.path === undefined) return [];
    const { file, path } = override;
    const earlier = overrides.slice(0, index);
    const wrong =
      (file.endsWith(".xml") ? checkPath(files, file, path) : undefined) ??
      (earlier.some((other) => isSamePlace(other, override)) ? givenTwice : undefined);
    if (wrong === undefined) return [];
    return [{ ...wrong, place: `overrides[${index}]`, problem: `${file} ${path} ${wrong.problem}` }];
  });
}

const givenTwice: Violation = {
  code: ProblemCode.InvalidOverride,
  problem: "is overridden twice",
  remedy: "give it once for a node",
};

function isSamePlace(
  one: DeepPartial<OverrideDescription> | undefined,
  other: DeepPartial<OverrideDescription>,
): boolean {
  if (one?.file !== other.file || one?.path !== other.path) return false;
  return one?.node === undefined || other.node === undefined || one.node === other.node;
}

function checkPath(files: ProductFiles | undefined, file: string, path: string): Violation | undefined {
  const elements = pathNames(path)?.join("/");
  if (elements === undefined) {
    return {
      code: ProblemCode.InvalidOverride,
      problem: "is no path to one element or attribute",
      remedy: "write every step from the root: /a/b[@name='x']/c or /a/b[name='x']/@y",
    };
  }
  if (namesDatasource(file, elements)) {
    return {
      code: ProblemCode.InvalidOverride,
      problem: "changes what a datasource is called or refers to, which other files rely on",
      remedy: "rename the database by database.names instead",
    };
  }
  // The ports follow the distribution's offset where the argument is not given, so no override may change it.
  if (file === files?.carbon && elements === "Server/Ports/Offset") {
    return {
      code: ProblemCode.InvalidOverride,
      problem: "is set by product.portOffset",
      remedy: "give that argument instead",
    };
  }
  return undefined;
}

/** Datasources are named in several files at once; the databases behind them may be renamed freely. */
function namesDatasource(file: string, elements: string): boolean {
  if (file.endsWith("-datasources.xml")) return /\/datasource\/(name$|jndiConfig\/)/.test(elements);
  return file.endsWith("/registry.xml") && elements.endsWith("/dataSource");
}
