/** The public API. It never imports @pulumi/aws. */
export { AnalyticsCluster } from "./analyticsCluster";
export { AnalyticsDatabases, type DatabaseConnection } from "./analyticsDatabases";
export { AnalyticsNode, type AnalyticsNodeArgs, type NodeProductArgs } from "./analyticsNode";
export * from "./clusterArgs";
export type { ConfigurationSet, StagedFile } from "./configuration/configurationSet";
export type { DatabaseNames } from "./configuration/databases";
export {
  type ClusterDescription,
  DirectoryKind,
  GrantMode,
  NodeName,
  Presenter,
  SchemaDatabase,
  ServiceManager,
} from "./configuration/description";
export type { ReceiverUrls } from "./configuration/endpoints";
export type { EffectivePort } from "./configuration/ports";
export { DescriptionError, type Problem } from "./configuration/problem";
export { PortRole } from "./configuration/product";
export type { ServiceTimes } from "./configuration/service";
export type { LocalFile, ProductDelivery } from "./delivery";
export type { NodeOperation, ProductDatabases, ServiceRun, TurnPlace } from "./nodeRequests";
export { type PreparedCluster, prepareCluster } from "./preparedCluster";
export { clusterArgsFromConfig } from "./stackConfig";
