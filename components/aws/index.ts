/**
 * The entry `/aws`: what AWS is asked for, and `AwsAnalyticsCluster`, which puts the core's cluster on it. Needs @pulumi/aws, which the
 * core's entry never loads. Not here: anything that hosts elsewhere need too (`cluster/` and below).
 */

export * from "../stack/awsStackConfig";
export * from "./analyticsVm";
export * from "./awsAnalyticsCluster";
export * from "./awsClusterArgs";
export * from "./awsDatabaseArgs";
export * from "./bastion";
export * from "./clusterSecurityGroups";
export { DatabaseTls } from "./databaseTls";
export * from "./mySqlInstance";
export { IntraClusterRules } from "./rules/ruleTable";
