import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { mapPaths, type Shape } from "../description";

/**
 * The arguments with every relative path on this machine made absolute: the engine and the plugins would start from folders of their
 * own, where a program runs inside another one.
 *
 * @param folder where relative paths start: the current folder, which `pulumi up` makes that of the program
 */
export function withAbsolutePaths<T>(args: T, shape: Shape, folder: string = process.cwd()): T {
  const resolve = (value: unknown) => (isPath(value) ? path.resolve(folder, value) : value);
  return mapPaths(args, shape, (given) =>
    given instanceof Promise || pulumi.Output.isInstance(given)
      ? (pulumi.output(given) as pulumi.Output<unknown>).apply(resolve)
      : resolve(given),
  );
}

/** Blank text would become the folder itself, and white space before a name would hide in the middle: validation tells of both. */
function isPath(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value === value.trim();
}
