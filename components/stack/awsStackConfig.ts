import type { AwsAnalyticsClusterArgs } from "../aws/awsClusterArgs";
import { awsProblems } from "../aws/awsProblems";
import type { ClusterDescription } from "../description";
import { throwProblems } from "../program";
import {
  descriptionFromConfig,
  misplacedKeys,
  type OtherTarget,
  unknownKeys,
  withSecrets,
} from "./stackConfig";

/** A key of the stack's configuration for each argument, and whether it holds text or structure. */
const keys: Record<keyof AwsAnalyticsClusterArgs, "text" | "structure"> = {
  product: "structure",
  ports: "structure",
  clustering: "structure",
  eventProcessing: "structure",
  spark: "structure",
  deploymentSynchronizer: "structure",
  statisticsDatabase: "structure",
  registryMounts: "structure",
  secureVault: "text",
  overrides: "structure",
  directories: "structure",
  carbonApps: "structure",
  overwrite: "structure",
  service: "structure",
  rollout: "structure",
  allowFullStop: "structure",
  force: "structure",
  rerunTrigger: "text",
  repush: "text",
  allowLoopbackAddresses: "structure",
  region: "text",
  tags: "structure",
  vpcId: "text",
  subnetIds: "structure",
  volumeKmsKeyId: "text",
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
  throwProblems(`configuration ${namespace}`, [
    ...misplacedKeys(namespace, others),
    ...awsProblems(given as unknown as AwsAnalyticsClusterArgs),
  ]);
  return withSecrets(description as unknown as AwsAnalyticsClusterArgs);
}
