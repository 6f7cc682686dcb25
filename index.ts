/**
 * The ready-made stack, on two hosts that exist or, with `target: aws`, on AWS: reads the stack's configuration (Pulumi.yaml
 * describes every key), builds the deployment and exports what others need of it. Larger programs import `components/` instead.
 */
import * as pulumi from "@pulumi/pulumi";
import { AnalyticsCluster } from "./components";
import type * as aws from "./components/aws";
import { clusterArgsFromConfig, targetFromConfig } from "./components/stack/stackConfig";

const project = pulumi.getProject();
const onAws = targetFromConfig(project) === "aws" ? awsCluster() : undefined;

const deployment = onAws ?? new AnalyticsCluster("analytics", clusterArgsFromConfig(project));

export const { consoleUrls, receiverUrls, databaseNames, connection, nodeIds, operations } = deployment;
/** The ports and files of each node. No secret, but so marked every update prints one line for it: its leaves are seventy. */
export const details = pulumi.secret({ ports: deployment.ports, files: deployment.files });

// On AWS there is more to export. An output without a value would be warned of at every update.
if (onAws !== undefined) {
  const { nodesSecurityGroupId, databaseSecurityGroupId, instanceIds, databaseEndpoint } = onAws;
  const { masterPassword, sshPrivateKey, bastionAddress } = onAws;
  Object.assign(module.exports, {
    nodesSecurityGroupId,
    databaseSecurityGroupId,
    instanceIds,
    databaseEndpoint,
    masterPassword,
    sshPrivateKey,
    bastionAddress,
  });
}

/** Loaded here only, so that a stack on other hosts does without @pulumi/aws. */
function awsCluster(): aws.AwsAnalyticsCluster {
  const { AwsAnalyticsCluster, awsClusterArgsFromConfig } = require("./components/aws") as typeof aws;
  return new AwsAnalyticsCluster("analytics", awsClusterArgsFromConfig(project));
}
