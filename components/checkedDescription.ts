import * as pulumi from "@pulumi/pulumi";
import type { AnalyticsClusterArgs } from "./clusterArgs";
import type { ClusterDescription } from "./configuration/description";
import { hasKeys, mapSecrets } from "./configuration/mapSecrets";
import { DescriptionError, formatProblems, type Problem } from "./configuration/problem";
import { clusterShape } from "./configuration/validation/clusterShape";
import { partOf, placeOf, type Shape } from "./configuration/validation/shape";
import { validate } from "./configuration/validation/validate";

/**
 * The description behind the arguments, validated. What is plain is checked at once, so that a wrong value stops the
 * program before anything is registered; the rest when it is known. Every resource takes its inputs from the returned
 * output, so that none is made from a description with problems. What the arguments hold of secrets is a secret in it.
 *
 * @throws RunError with every problem of the plain values
 */
export function checkedDescription(
  name: string,
  args: AnalyticsClusterArgs,
): pulumi.Output<ClusterDescription> {
  const { description, unresolved } = knownPart(args);
  refuse(name, [...wholeOutputs(args, clusterShape), ...validate(description, unresolved)]);
  return pulumi.output(mapSecrets(args, pulumi.secret)).apply((resolved) => {
    refuse(name, validate(resolved));
    return resolved;
  });
}

/** Stops the program with all problems, one a line; without a stack, which would say nothing to its reader. */
export function refuse(name: string, problems: readonly Problem[]): void {
  if (problems.length > 0) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    const message = `${name}: ${count}, nothing was changed\n${formatProblems(problems)}`;
    throw withFixedMessage(new pulumi.RunError(message));
  }
}

/**
 * One error stops all resources, and at each of them the SDK would put `error serializing property "…": ` before its
 * message.
 */
function withFixedMessage(error: Error): Error {
  const { message } = error;
  return Object.defineProperty(error, "message", { get: () => message, set: () => undefined });
}

/** The result of work that may find problems of the description only now, in the distribution for example. */
export async function orRefuse<T>(name: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DescriptionError) {
      refuse(name, error.problems);
    }
    throw error;
  }
}

/** The plain values, and the paths of those that are not known yet: `nodes[0].address`. */
export function knownPart(args: object): { description: unknown; unresolved: ReadonlySet<string> } {
  const unresolved = new Set<string>();
  const known = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) {
      return value.map((item, index) => known(item, placeOf(path, index)));
    }
    if (standsForValue(value)) {
      unresolved.add(path);
      return undefined;
    }
    if (hasKeys(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([key, child]) => [key, known(child, placeOf(path, key))]),
      );
    }
    return value;
  };
  return { description: known(args, ""), unresolved };
}

/**
 * A problem for each part that is given as one output although it has parts of its own: which of these there are decides what is
 * registered, and cannot wait.
 */
export function wholeOutputs(value: unknown, shape: Shape, place = ""): Problem[] {
  if (!("fields" in shape || "item" in shape) || typeof value !== "object" || value === null) return [];
  if (standsForValue(value)) {
    const problem = "is an output or a resource as a whole";
    const remedy = "give what it holds at its own places, each as an output";
    return [{ place: place === "" ? "the description" : place, problem, remedy }];
  }
  return Object.entries(value).flatMap(([key, child]) => {
    const part = partOf(shape, key);
    const partPlace = placeOf(place, Array.isArray(value) ? Number(key) : key);
    return part === undefined ? [] : wholeOutputs(child, part, partPlace);
  });
}

function standsForValue(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || pulumi.Resource.isInstance(value) || value instanceof Promise;
}
