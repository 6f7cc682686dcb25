/**
 * Facts about the product: its profiles, ports, settings, databases and privileges, and the rules that a description must keep
 * because of them. Pure: no Pulumi, no I/O. Not here: the text of its files (`render/`).
 */
export {
  collations,
  type DatabaseUse,
  databaseUses,
  defaultCharacterSet,
  grantPattern,
  type PrivilegeGroup,
  possibleConnections,
  runtimePrivileges,
  schemaPrivileges,
  schemaRoles,
} from "./databases";
export { type Detection, detectProfile, isVersionOf, type ProductEvidence } from "./detectProfile";
export { effectivePorts, endpointsOf, type ReceiverUrls, receiverUrls } from "./endpoints";
export { fullStopFingerprint, versionInSet, withVersion } from "./fullStopFingerprint";
export {
  type Datasource,
  type DeploymentSynchronizerSettings,
  type NodeSettings,
  nodeNames,
  nodeSettings,
} from "./nodeSettings";
export { configuredPorts, type EffectivePort, portMap } from "./ports";
export { commonNodeIdFile, nodeIdPlaces } from "./profiles/nodeIdFiles";
export type { LogLine } from "./profiles/productLog";
export { PortRole, type ProductFiles, type ProductProfile } from "./profiles/productProfile";
export { findProfile, profileIds, profiles } from "./profiles/profiles";
export { registryTargets } from "./registryTargets";
export { eventSyncIn, type ServiceTimes, serviceText, serviceTimes } from "./service";
export { validate } from "./validation/validate";
export { validatePorts } from "./validation/validatePorts";
export { jdbcParameters, requiredTls, trustStorePath, verifiedTls } from "./verifiedTls";
