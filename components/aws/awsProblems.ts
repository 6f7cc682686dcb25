import * as pulumi from "@pulumi/pulumi";
import {
  type AnalyticsClusterArgs,
  checkShape,
  type DeepPartial,
  type Problem,
  UnknownPlaces,
} from "../description";
import { validate } from "../product";
import { knownPart, throwProblems, wholeOutputs } from "../program";
import type { AwsAnalyticsClusterArgs } from "./awsClusterArgs";
import { coreArgs } from "./coreArgs";
import { awsRules } from "./validation/awsRules";
import { type AwsClusterDescription, awsShape } from "./validation/awsShape";

/**
 * Stops the program with every problem of the plain values, those of the core's part too, before anything is
 * registered.
 */
export function throwAwsProblems(name: string, args: AwsAnalyticsClusterArgs): void {
  throwProblems(name, awsProblems(args));
}

/** Every problem of what is known of the arguments, at once. */
export function awsProblems(args: AwsAnalyticsClusterArgs): Problem[] {
  const { description, unresolved } = knownPart(args);
  const problems: Problem[] = [];
  const unknown = new UnknownPlaces(unresolved);
  const checked = checkShape(description, awsShape, "", unknown, problems);
  const known = (checked ?? {}) as DeepPartial<AwsClusterDescription>;
  problems.push(...awsRules({ args: known, isUnknown: (place) => unknown.touches(place) }));
  const whole = wholeOutputs(args, awsShape);
  const core = hasParts(args) && whole.length === 0 ? coreProblems(args) : [];
  const all = [...whole, ...problems, ...core];
  return [...new Map(all.map((problem) => [`${problem.place} ${problem.problem}`, problem])).values()];
}

/** The core's rules compare values that stand in both descriptions at the same place. */
function coreProblems(args: AwsAnalyticsClusterArgs): Problem[] {
  const { description, unresolved } = knownPart(pendingCoreArgs(args));
  return validate(description, unresolved);
}

/** The core's arguments before anything is made: with what AWS produces not known. */
export function pendingCoreArgs(args: AwsAnalyticsClusterArgs): AnalyticsClusterArgs {
  const later = pulumi.output("");
  return coreArgs(args, {
    nodes: [0, 1].map((index) => ({ address: later, ssh: {}, nodeId: args.nodes?.[index]?.nodeId })),
    database: { host: later, port: 3306, username: later, password: later },
    trustStoreUrl: later,
  });
}

function hasParts(args: AwsAnalyticsClusterArgs): boolean {
  return [args?.product, args?.database].every((part) => typeof part === "object" && part !== null);
}
