import * as pulumi from "@pulumi/pulumi";
import {
  type AnalyticsClusterArgs,
  type ClusterDescription,
  clusterShape,
  mapSecrets,
  type Problem,
  ProblemCode,
  type RecordShape,
} from "../description";
import { validate } from "../product";
import { throwProblems } from "../program";
import { keysOfAwsOnly } from "./generated/configurationKeys";

const others: OtherTarget = { name: "aws", keys: keysOfAwsOnly };

/** The keys that only the other target has, each with Pulumi.yaml's default: a key with that value was not given. */
export interface OtherTarget {
  name: "hosts" | "aws";
  keys: Readonly<Record<string, string>>;
}

/**
 * The description in a stack's configuration: one structured key per part, secrets at their places in it. Which leaf was
 * set with `--secret` cannot be seen, so what counts as a secret is known by its name (passwords, private keys) and, for
 * an override, by its `secret: true`.
 *
 * @param namespace the configuration's namespace, usually the project's name. It holds nothing else: a key of another name is
 *   refused, so a larger program that has keys of its own gives another namespace.
 * @throws RunError with every problem, before anything is registered
 * @example
 * new AnalyticsCluster("analytics", clusterArgsFromConfig("wso2-analytics"));
 */
export function clusterArgsFromConfig(namespace: string): AnalyticsClusterArgs {
  return withSecrets(clusterDescriptionFromConfig(namespace)) as AnalyticsClusterArgs;
}

/** The same with its secrets in clear, for those who deploy nothing. */
export function clusterDescriptionFromConfig(namespace: string): ClusterDescription {
  const description = descriptionFromConfig(namespace, clusterShape);
  throwProblems(`configuration ${namespace}`, [
    ...misplacedKeys(namespace, others),
    ...validate({ ...description, ...unknownKeys(namespace, clusterShape, others) }),
  ]);
  return description as unknown as ClusterDescription;
}

/** Where the ready-made stack is built: `hosts`, the default, or `aws`. */
export function targetFromConfig(namespace: string): "hosts" | "aws" {
  const target = pulumi.runtime.getConfig(`${namespace}:target`) ?? "hosts";
  if (target !== "aws" && target !== "hosts") {
    const problem = `${target} is not known`;
    throwProblems("configuration", [
      { place: `${namespace}:target`, code: ProblemCode.UnknownChoice, problem, remedy: "give hosts or aws" },
    ]);
  }
  return target === "aws" ? "aws" : "hosts";
}

/**
 * The values of the configuration's keys: one for each field of the shape, and JSON unless the shape is text.
 *
 * @throws RunError where a structured key holds something else
 */
export function descriptionFromConfig(namespace: string, { fields }: RecordShape): Record<string, unknown> {
  const description: Record<string, unknown> = {};
  for (const [key, { shape }] of Object.entries(fields)) {
    // A structured value with a secret in it comes as a secret whole, and an output cannot be validated before resources
    // are registered. So it is read as text, and its secrets are marked again below, each at its own place.
    const text = pulumi.runtime.getConfig(`${namespace}:${key}`);
    const value = text === undefined || shape.kind === "text" ? text : parse(`${namespace}:${key}`, text);
    // Pulumi.yaml has no optional keys, only defaults: an empty part is one that was not given.
    if (value !== undefined && !isEmpty(value)) description[key] = value;
  }
  return description;
}

/** What is no key of either target, without its value, which may be a secret: for the validation to refuse. */
export function unknownKeys(
  namespace: string,
  { fields }: RecordShape,
  others: OtherTarget,
): Record<string, null> {
  const known = ["target", ...Object.keys(fields), ...Object.keys(others.keys)];
  const given = Object.keys(pulumi.runtime.allConfig())
    .filter((key) => key.startsWith(`${namespace}:`))
    .map((key) => key.slice(namespace.length + 1));
  return Object.fromEntries(given.filter((key) => !known.includes(key)).map((key) => [key, null]));
}

/** A problem for each key that has an effect only on the other target. */
export function misplacedKeys(namespace: string, { name, keys }: OtherTarget): Problem[] {
  return Object.entries(keys).flatMap(([key, unset]) => {
    const text = pulumi.runtime.getConfig(`${namespace}:${key}`) ?? unset;
    return text === unset
      ? []
      : [
          {
            place: key,
            code: ProblemCode.NoEffect,
            problem: `is only for target ${name}`,
            remedy: `leave it out, or set target to ${name}`,
          },
        ];
  });
}

/** With every secret marked at its own place. */
export function withSecrets<T>(description: T): T {
  return mapSecrets(description, (secret) => pulumi.secret(secret as string));
}

function isEmpty(value: unknown): boolean {
  return value === "" || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
}

function parse(key: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return throwProblems("configuration", [
      {
        place: key,
        code: ProblemCode.InvalidValue,
        problem: "is no structured value",
        remedy: "set it with `pulumi config set --path` or as YAML in the stack's file",
      },
    ]);
  }
}
