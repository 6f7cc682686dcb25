import * as pulumi from "@pulumi/pulumi";
import { refuse } from "./checkedDescription";
import type { AnalyticsClusterArgs } from "./clusterArgs";
import type { ClusterDescription } from "./configuration/description";
import { mapSecrets } from "./configuration/mapSecrets";
import { validate } from "./configuration/validation/validate";

/** A key of the stack's configuration for each part of the description. */
const keys: Record<keyof ClusterDescription, true> = {
  product: true,
  nodes: true,
  database: true,
  ports: true,
  clustering: true,
  eventProcessing: true,
  spark: true,
  deploymentSynchronizer: true,
  statisticsDatabase: true,
  overrides: true,
  overwrite: true,
  allowLoopbackAddresses: true,
  allowPublicAddresses: true,
};

/**
 * The description in a stack's configuration: one structured key per part, secrets at their places in it. Which leaf was
 * set with `--secret` cannot be seen, so what counts as a secret is known by its name (passwords, private keys) and, for
 * an override, by its `secret: true`.
 *
 * @param namespace the configuration's namespace, usually the project's name
 * @throws RunError with every problem, before anything is registered
 * @example
 * new AnalyticsCluster("analytics", clusterArgsFromConfig("wso2-analytics"));
 */
export function clusterArgsFromConfig(namespace: string): AnalyticsClusterArgs {
  const description: Record<string, unknown> = {};
  for (const key of Object.keys(keys)) {
    // A structured value with a secret in it comes as a secret whole, and an output cannot be validated before resources
    // are registered. So it is read as text, and its secrets are marked again below, each at its own place.
    const text = pulumi.runtime.getConfig(`${namespace}:${key}`);
    const value = text === undefined ? undefined : parse(`${namespace}:${key}`, text);
    // Pulumi.yaml has no optional keys, only defaults: an empty part is one that was not given.
    if (value !== undefined && !isEmpty(value)) {
      description[key] = value;
    }
  }
  refuse(`configuration ${namespace}`, validate(description));
  return mapSecrets(description as unknown as ClusterDescription, (secret) =>
    pulumi.secret(secret as string),
  ) as AnalyticsClusterArgs;
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function parse(key: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse("configuration", [
      {
        place: key,
        problem: "is no structured value",
        remedy: "set it with `pulumi config set --path` or as YAML in the stack's file",
      },
    ]);
  }
}
