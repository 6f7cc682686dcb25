/**
 * `AnalyticsCluster`: one description becomes databases, two nodes and their rollout; outputs, protection, and the plan that all of
 * it is created from. Not here: what happens on a node (`node/`), in MySQL (`databases/`), and in which order nodes change (`rollout/`).
 */
export { AnalyticsCluster, clusterOutputs } from "./analyticsCluster";
export { type DeploymentPlan, planDeployment } from "./deploymentPlan";
export { nodeOperations } from "./nodeOperations";
export { preflight } from "./preflight";
