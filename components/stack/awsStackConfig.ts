import type { AwsAnalyticsClusterArgs } from "../aws/awsClusterArgs";
import { awsProblems } from "../aws/awsProblems";
import { awsAnalyticsClusterArgs as awsShape } from "../aws/generated/argumentShapes";
import { throwProblems } from "../program";
import { keysOfHostsOnly } from "./generated/configurationKeys";
import {
  descriptionFromConfig,
  misplacedKeys,
  type OtherTarget,
  unknownKeys,
  withSecrets,
} from "./stackConfig";

const others: OtherTarget = { name: "hosts", keys: keysOfHostsOnly };

/**
 * The arguments in a stack's configuration, secrets at their places in it.
 *
 * @throws RunError with every problem, before anything is registered
 */
export function awsClusterArgsFromConfig(namespace: string): AwsAnalyticsClusterArgs {
  const description = descriptionFromConfig(namespace, awsShape);
  const given = { ...description, ...unknownKeys(namespace, awsShape, others) };
  throwProblems(`configuration ${namespace}`, [
    ...misplacedKeys(namespace, others),
    ...awsProblems(given as unknown as AwsAnalyticsClusterArgs),
  ]);
  return withSecrets(description as unknown as AwsAnalyticsClusterArgs);
}
