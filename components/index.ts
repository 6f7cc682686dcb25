/** The public API. It never imports @pulumi/aws. */
export { AnalyticsCluster, type DeploymentPlan, planDeployment } from "./cluster";
export { AnalyticsDatabases, type AnalyticsDatabasesArgs, type DatabaseConnection } from "./databases";
export {
  type ClusterDescription,
  type DatabaseNames,
  DescriptionError,
  DirectoryKind,
  GrantMode,
  NodeName,
  Presenter,
  type Problem,
  ProblemCode,
  SchemaDatabase,
  SecureVault,
  ServiceManager,
} from "./description";
export type * from "./description/arguments/clusterArgs";
export {
  AnalyticsNode,
  type AnalyticsNodeArgs,
  type LocalFile,
  type NodeOperation,
  type NodeProductArgs,
  type PinnedHostKeys,
  type ProductArtifacts,
  type ProductDatabases,
  type ServiceRun,
} from "./node";
export { type EffectivePort, PortRole, type ReceiverUrls, type ServiceTimes } from "./product";
export type { Revision, RevisionFile } from "./render";
export { clusterArgsFromConfig } from "./stack";
