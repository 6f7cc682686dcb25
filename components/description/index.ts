/**
 * The arguments and the description they become: shape, rules that need no product, secrets, problems. Pure: no Pulumi (the type
 * `Input` aside), no I/O. Not here: what follows from a description (`product/`, `render/`).
 */
export type * from "./arguments/clusterArgs";
export {
  type BastionDescription,
  type ClusterDescription,
  type DatabaseDescription,
  type DeploymentSynchronizerDescription,
  DirectoryKind,
  type FileDescription,
  GrantMode,
  type InstallDescription,
  type JdbcDriverDescription,
  NodeName,
  type OverrideDescription,
  type PortsDescription,
  Presenter,
  type ProductDescription,
  type RolloutDescription,
  RolloutLimit,
  SchemaDatabase,
  SecureVault,
  type ServiceDescription,
  ServiceManager,
  type SshDescription,
  type SvnLibrariesDescription,
} from "./clusterDescription";
export {
  type DatabaseNames,
  DatabaseRole,
  databaseNames,
  databaseRoles,
  defaultDatabaseNames,
} from "./databaseNames";
export { attributeSyntax, isAttributePath, pathNames, pathSteps, type Step } from "./elementPath";
export * as argumentShapes from "./generated/argumentShapes";
export { analyticsClusterArgs as clusterShape } from "./generated/argumentShapes";
export { mapPaths } from "./mapPaths";
export { hasKeys, isSecretParameter, mapSecrets } from "./mapSecrets";
export { printable, printableLines } from "./printable";
export { DescriptionError, formatProblem, formatProblems, type Problem, problemText } from "./problem";
export { ProblemCode, problemKinds } from "./problemKinds";
export { deprecationWarnings, withCurrentNames } from "./renamedArguments";
export { type StatisticsDatabase, statisticsDatabaseOf } from "./statisticsDatabase";
export { ipv4, parseAddress } from "./validation/addresses";
export { driverUpdate } from "./validation/artifacts";
export { checkDescription } from "./validation/checkDescription";
export { checkShape } from "./validation/checkShape";
export { fileName } from "./validation/files";
export * as formats from "./validation/formats";
export { type DeepPartial, type Known, UnknownPlaces } from "./validation/known";
export { dialledHost, host, nodeId, proxy, userName } from "./validation/names";
export { home } from "./validation/paths";
export { password } from "./validation/secrets";
export {
  type Field,
  flag,
  list,
  map,
  number,
  optional,
  partOf,
  path,
  placeOf,
  quoted,
  type RecordShape,
  type Rule,
  record,
  required,
  type Shape,
  shownKey,
  text,
  type Violation,
} from "./validation/shape";
export { anyLength, exactlyTwo, oneOf, plainText, port, wholeNumber } from "./validation/values";
export { withPlaceholders } from "./withPlaceholders";
