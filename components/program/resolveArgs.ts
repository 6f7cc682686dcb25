import { setImmediate } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import {
  type AnalyticsClusterArgs,
  type ClusterDescription,
  clusterShape,
  hasKeys,
  mapSecrets,
  type Problem,
  ProblemCode,
  partOf,
  placeOf,
  type Shape,
} from "../description";
import { validate } from "../product";
import { knownValue } from "./knownValue";
import { requireEngine } from "./requireEngine";
import { throwProblems } from "./throwProblems";

/**
 * The description behind the arguments, validated. What is plain is checked at once, so that a wrong value stops the
 * program before anything is registered; the rest when it is known. Every resource takes its inputs from the returned
 * output, so that none is made from a description with problems. What the arguments hold of secrets is a secret in it.
 *
 * @throws RunError with every problem of the plain values
 */
export function resolveArgs(name: string, args: AnalyticsClusterArgs): pulumi.Output<ClusterDescription> {
  const { description, unresolved } = knownPart(args);
  throwProblems(name, [...wholeOutputs(args, clusterShape), ...validate(description, unresolved)]);
  return pulumi.all([mapSecrets(args, pulumi.secret), requireEngine(name)]).apply(([resolved]) => {
    if (unresolved.size > 0) throwProblems(name, validate(resolved));
    return resolved;
  });
}

/** What is known of arguments, and the places of the rest: `nodes[0].address`. */
export interface KnownPart {
  description: unknown;
  unresolved: ReadonlySet<string>;
}

/** The plain values. */
export function knownPart(args: object): KnownPart {
  const unresolved = new Set<string>();
  return { description: plainValues(args, (path) => void unresolved.add(path)), unresolved };
}

/** With the outputs that are known already, such as the secrets of the configuration: what no resource has to be made for. */
export async function settledPart(args: object): Promise<KnownPart> {
  const unresolved = new Set<string>();
  const settled = new Map<string, unknown>();
  const outputs = new Map<string, pulumi.Output<unknown>>();
  plainValues(args, (path, output) => void outputs.set(path, output));
  await Promise.all(
    [...outputs].map(async ([path, output]) => {
      const value = await Promise.race([knownValue(output), setImmediate(undefined)]);
      if (value === undefined) unresolved.add(path);
      else settled.set(path, value);
    }),
  );
  return { description: plainValues(args, (path) => settled.get(path)), unresolved };
}

/** The arguments with something in the place of each output. */
function plainValues(
  args: object,
  instead: (path: string, output: pulumi.Output<unknown>) => unknown,
): unknown {
  const plain = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) {
      return value.map((item, index) => plain(item, placeOf(path, index)));
    }
    if (standsForValue(value)) {
      return instead(path, pulumi.output(value) as pulumi.Output<unknown>);
    }
    if (hasKeys(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([key, child]) => [key, plain(child, placeOf(path, key))]),
      );
    }
    return value;
  };
  return plain(args, "");
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
    return [
      { place: place === "" ? "the description" : place, code: ProblemCode.LateValue, problem, remedy },
    ];
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
