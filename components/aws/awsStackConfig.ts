import { refuse } from "../checkedDescription";
import type { ClusterDescription } from "../configuration/description";
import {
  descriptionFromConfig,
  misplacedKeys,
  type OtherTarget,
  unknownKeys,
  withSecrets,
} from "../stackConfig";
import type { AwsAnalyticsClusterArgs } from "./awsClusterArgs";
import { problemsOf } from "./checkedAwsArgs";

/** A key of the stack's configuration for each argument, and whether it holds text or structure. */
const keys: Record<keyof AwsAnalyticsClusterArgs, "text" | "structure"> = {
  product: "structure",
  ports: "structure",
  clustering: "structure",
  eventProcessing: "structure",
  spark: "structure",
  deploymentSynchronizer: "structure",
  statisticsDatabase: "structure",
  overrides: "structure",
  directories: "structure",
  carbonApps: "structure",
  overwrite: "structure",
  service: "structure",
  allowFullStop: "structure",
  force: "structure",
  repush: "text",
  allowLoopbackAddresses: "structure",
  region: "text",
  tags: "structure",
  vpcId: "text",
  subnetIds: "structure",
  nodes: "structure",
  access: "structure",
  ssh: "structure",
  bastion: "structure",
  database: "structure",
  protect: "structure",
};

/** What only hosts that exist have. */
const keysOfHosts: Record<Exclude<keyof ClusterDescription, keyof AwsAnalyticsClusterArgs>, string> = {
  installPackages: "false",
  allowPublicAddresses: "false",
};
const others: OtherTarget = { name: "hosts", keys: keysOfHosts };

/**
 * The arguments in a stack's configuration, secrets at their places in it.
 *
 * @throws RunError with every problem, before anything is registered
 */
export function awsClusterArgsFromConfig(namespace: string): AwsAnalyticsClusterArgs {
  const description = descriptionFromConfig(namespace, keys);
  const given = { ...description, ...unknownKeys(namespace, keys, others) };
  refuse(`configuration ${namespace}`, [
    ...misplacedKeys(namespace, others),
    ...problemsOf(given as unknown as AwsAnalyticsClusterArgs),
  ]);
  return withSecrets(description as unknown as AwsAnalyticsClusterArgs);
}
