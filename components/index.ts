/** The public API. It never imports @pulumi/aws. */
export { AnalyticsCluster } from "./analyticsCluster";
export { AnalyticsDatabases, type DatabaseConnection } from "./analyticsDatabases";
export { AnalyticsNode, type AnalyticsNodeArgs } from "./analyticsNode";
export * from "./clusterArgs";
export type { ConfigurationSet, StagedFile } from "./configuration/configurationSet";
export type { DatabaseNames } from "./configuration/databases";
export {
  type ClusterDescription,
  GrantMode,
  NodeName,
  Presenter,
  SchemaDatabase,
  ServiceManager,
} from "./configuration/description";
export type { ReceiverUrls } from "./configuration/endpoints";
export { DescriptionError, type Problem } from "./configuration/problem";
export type { NodeOperation, ServiceRun, TurnPlace } from "./nodeRequests";
export { type PreparedCluster, prepareCluster } from "./preparedCluster";
export { clusterArgsFromConfig } from "./stackConfig";
