/** The AWS components; needs @pulumi/aws. */
export * from "./analyticsVm";
export * from "./awsAnalyticsCluster";
export * from "./awsClusterArgs";
export * from "./awsDatabaseArgs";
export * from "./awsStackConfig";
export * from "./bastion";
export * from "./clusterSecurityGroups";
export { DatabaseTls } from "./databaseTls";
export * from "./mySqlInstance";
export { IntraClusterRules } from "./rules/ruleTable";
