import { hasKeys } from "./mapSecrets";
import { partOf, type Shape } from "./validation/shape";

/**
 * The description, or the arguments it comes from, with every path on this machine replaced: what a shape marks as one.
 * What is not given stays not given.
 */
export function mapPaths<T>(description: T, shape: Shape, replace: (path: unknown) => unknown): T {
  return mapped(description, shape, replace) as T;
}

function mapped(value: unknown, shape: Shape, replace: (path: unknown) => unknown): unknown {
  if (value === undefined) return undefined;
  if (shape.kind === "text" && shape.isPath) return replace(value);
  if (Array.isArray(value) && shape.kind === "list") {
    return value.map((item) => mapped(item, shape.item, replace));
  }
  if (!hasKeys(value)) return value;
  const entries = Object.entries(value).map(([key, child]) => {
    const part = partOf(shape, key);
    return [key, part === undefined ? child : mapped(child, part, replace)];
  });
  return Object.fromEntries(entries);
}
