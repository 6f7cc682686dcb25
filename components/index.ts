/** The public API. It never imports @pulumi/aws. */
export * from "./analyticsCluster";
export * from "./analyticsDatabases";
export * from "./analyticsNode";
export * from "./clusterArgs";
export type { ConfigurationSet, StagedFile } from "./configuration/configurationSet";
export type { DatabaseNames } from "./configuration/databases";
export { GrantMode, NodeName, Presenter, SchemaDatabase } from "./configuration/description";
