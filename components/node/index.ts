/**
 * One node: `AnalyticsNode`, SSH, the artifacts that are brought to it, and the scripts that run on it (`scripts/*.sh`) with the
 * requests they read. Not here: decisions about the pair (`rollout/`), the text of configuration files (`render/`).
 */
export { AnalyticsNode, type AnalyticsNodeArgs, type NodeProductArgs } from "./analyticsNode";
export {
  desiredDriver,
  type LocalFile,
  type ProductArtifacts,
  productArtifacts,
  productText,
} from "./artifacts/artifact";
export { carbonAppWarnings, readCarbonApps } from "./artifacts/carbonApps";
export { localLibraries } from "./artifacts/subversionClient";
export { isClosed, isWithClosing } from "./closingLine";
export { databaseLogin, loginLine } from "./databaseLogin";
export {
  type NodeOperation,
  type ProductDatabases,
  rerunTrigger,
  type ServiceRun,
  serviceRun,
} from "./nodeRequests";
export {
  type CarbonAppsRequest,
  carbonAppsRequest,
  type NodePreparation,
  preparation,
} from "./preparation";
export {
  actionRequest,
  isForPeople,
  type NodeActionArgs,
  type NodeActionKind,
  type NodeActionRequest,
  type NodeActionResult,
} from "./protocol/nodeAction";
export {
  type DatabaseCheck,
  factsRequest,
  type NodeFacts,
  type ProductFacts,
  type RunningHome,
  type StateProblem,
} from "./protocol/nodeFacts";
export { leaseRequest } from "./protocol/nodeLease";
export { longestTexts, type NodeTexts, textsRequest } from "./protocol/nodeTexts";
export { base64, RemoteScript, type RequestLine, scriptWithRequest, shell } from "./remoteScript";
export type { HeldSession } from "./ssh/heldSession";
export { fingerprint } from "./ssh/hostKey";
export { HostKeyPin } from "./ssh/hostKeyPin";
export { SshConnection } from "./ssh/sshConnection";
export { type PinnedHostKeys, type SshHop, SshHost, unclosed } from "./ssh/sshHost";
export {
  askOverSsh,
  failureOf,
  HostKeyError,
  runOverSsh,
  type SshEndpoint,
  type SshReply,
  type SshRun,
  UnreachableError,
} from "./ssh/sshSession";
