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
import { awsAnalyticsClusterArgs as awsShape } from "./generated/argumentShapes";
import { type AwsClusterDescription, awsRules } from "./validation/awsRules";

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
  // Of an endpoint the rules here know more than the core's.
  const isTold = ({ place }: Problem) =>
    place.startsWith("database.existing.") && problems.some((problem) => problem.place === place);
  const all = [...whole, ...problems, ...core.filter((problem) => !isTold(problem))];
  return [...new Map(all.map((problem) => [`${problem.place} ${problem.problem}`, problem])).values()];
}

/** The core's rules compare values that stand in both descriptions, at the same place unless they are an existing database's. */
function coreProblems(args: AwsAnalyticsClusterArgs): Problem[] {
  const { description, unresolved } = knownPart(pendingCoreArgs(args));
  const problems = validate(description, unresolved);
  if (args.database.existing === undefined) return problems;
  const ofExisting = (text: string) =>
    text.replace(/\bdatabase\.(?=host|port|administrator\.(?:username|password))/g, "database.existing.");
  return problems.map((each) => ({
    ...each,
    place: ofExisting(each.place),
    problem: ofExisting(each.problem),
  }));
}

/** The core's arguments before anything is made: with what AWS produces not known. */
export function pendingCoreArgs(args: AwsAnalyticsClusterArgs): AnalyticsClusterArgs {
  const later = pulumi.output("");
  return coreArgs(args, {
    nodes: [0, 1].map((index) => ({ address: later, ssh: {}, nodeId: args.nodes?.[index]?.nodeId })),
    database: args.database.existing ?? { host: later, administrator: { username: later, password: later } },
    trustStoreUrl: later,
  });
}

function hasParts(args: AwsAnalyticsClusterArgs): boolean {
  return [args?.product, args?.database].every((part) => typeof part === "object" && part !== null);
}
