// Generated from the interfaces of the arguments: npm run generate
import * as formats from "../validation/formats";
import { flag, list, map, number, optional, path, record, required, text } from "../validation/shape";
import { oneOf, wholeNumber } from "../validation/values";

export const installArgs = record({
  url: optional(text(formats.downloadUrl)),
  sha256: optional(text(formats.sha256)),
  user: optional(text(formats.login)),
});

export const jdbcDriverArgs = record({
  file: optional(path(formats.driverFile)),
  url: optional(text(formats.driverUrl)),
  sha256: optional(text(formats.sha256)),
});

export const productArgs = record({
  home: required(text(formats.home)),
  profile: optional(text(formats.plainText)),
  distribution: optional(path(formats.plainText)),
  install: optional(installArgs),
  jdbcDriver: optional(jdbcDriverArgs),
  portOffset: optional(number(formats.portOffset)),
});

export const portsArgs = record({
  hazelcast: optional(number(formats.port)),
  eventSync: optional(number(formats.port)),
  management: optional(number(formats.port)),
  presentation: optional(number(formats.port)),
});

export const bastionArgs = record({
  host: required(text(formats.dialledHost)),
  port: optional(number(formats.port)),
  user: optional(text(formats.login)),
  privateKey: optional(text(formats.privateKey)),
  privateKeyPassword: optional(text(formats.passphrase)),
  agentSocketPath: optional(text(formats.plainText)),
  hostKey: optional(text(formats.hostKey)),
});

export const sshArgs = record({
  port: optional(number(formats.port)),
  user: optional(text(formats.login)),
  privateKey: optional(text(formats.privateKey)),
  privateKeyPassword: optional(text(formats.passphrase)),
  agentSocketPath: optional(text(formats.plainText)),
  hostKey: optional(text(formats.hostKey)),
  host: optional(text(formats.dialledHost)),
  sudo: optional(flag),
  timeoutSeconds: optional(number(wholeNumber(1, 86400, "number of seconds"))),
  bastion: optional(bastionArgs),
});

export const nodeArgs = record({
  address: required(text(formats.ipv4)),
  home: optional(text(formats.home)),
  sparkAddress: optional(text(formats.ipv4)),
  nodeId: optional(text(formats.nodeId)),
  ports: optional(portsArgs),
  ssh: optional(sshArgs),
});

export const databaseNamesArgs = record({
  user: optional(text(formats.databaseName)),
  registry: optional(text(formats.databaseName)),
  eventStore: optional(text(formats.databaseName)),
  processedData: optional(text(formats.databaseName)),
});

export const databaseCharacterSetsArgs = record({
  user: optional(text(formats.characterSet)),
  registry: optional(text(formats.characterSet)),
  eventStore: optional(text(formats.characterSet)),
  processedData: optional(text(formats.characterSet)),
});

export const furtherScriptArgs = record({
  path: required(text(formats.scriptPath)),
  database: required(text(oneOf(["user", "registry"]))),
});

export const schemaArgs = record({
  skip: optional(flag),
  username: optional(text(formats.userName)),
  password: optional(text(formats.sqlPassword)),
  furtherScripts: optional(list(furtherScriptArgs, formats.anyLength)),
});

export const administratorArgs = record({
  username: required(text(formats.userName)),
  password: required(text(formats.password)),
  host: optional(text(formats.dialledHost)),
  port: optional(number(formats.port)),
  proxy: optional(text(formats.proxy)),
  tls: optional(text(formats.mysqlTls)),
});

export const databaseArgs = record({
  username: required(text(formats.userName)),
  password: required(text(formats.runtimePassword)),
  host: required(text(formats.host)),
  names: optional(databaseNamesArgs),
  characterSets: optional(databaseCharacterSetsArgs),
  caBundle: optional(path(formats.plainText)),
  jdbcParameters: optional(map(text(formats.jdbcValue), formats.jdbcKey)),
  clientHosts: optional(list(text(formats.clientHost), formats.notEmpty)),
  grants: optional(text(oneOf(["documented", "least"]))),
  schema: optional(schemaArgs),
  retain: optional(flag),
  adopt: optional(flag),
  port: optional(number(formats.port)),
  administrator: optional(administratorArgs),
});

export const clusteringArgs = record({
  domain: optional(text(formats.clusterDomain)),
  groupPassword: optional(text(formats.productPassword)),
  failureDetectionSeconds: optional(number(wholeNumber(5, 3600, "number of seconds"))),
});

export const eventProcessingArgs = record({
  statePersistence: optional(flag),
  pruneStatePersistence: optional(flag),
  presenter: optional(text(oneOf(["none", "node1", "node2"]))),
});

export const sparkArgs = record({
  symbolicLink: optional(text(formats.linkPath)),
  makeSymbolicLink: optional(flag),
});

export const fileArgs = record({
  sha256: required(text(formats.sha256)),
  path: optional(path(formats.localFile)),
  url: optional(text(formats.downloadUrl)),
});

export const svnLibrariesArgs = record({
  svnKit: required(fileArgs),
  sshClient: optional(fileArgs),
});

export const deploymentSynchronizerArgs = record({
  svnUrl: required(text(formats.svnUrl)),
  svnUser: optional(text(formats.plainText)),
  svnPassword: optional(text(formats.productPassword)),
  svnUrlAppendTenantId: optional(flag),
  committer: optional(text(oneOf(["node1", "node2"]))),
  libraries: optional(svnLibrariesArgs),
});

export const statisticsDatabaseArgs = record({
  enabled: optional(flag),
  host: optional(text(formats.host)),
  port: optional(number(formats.port)),
  name: optional(text(formats.databaseName)),
  username: optional(text(formats.userName)),
  password: optional(text(formats.productPassword)),
  jdbcParameters: optional(map(text(formats.jdbcValue), formats.jdbcKey)),
});

export const registryMountsArgs = record({
  config: optional(text(formats.registryPath)),
  governance: optional(text(formats.registryPath)),
});

export const overrideArgs = record({
  file: required(text(formats.overrideFile)),
  path: required(text(formats.plainText)),
  value: required(text(formats.overrideValue)),
  add: optional(flag),
  secret: optional(flag),
  node: optional(text(oneOf(["node1", "node2"]))),
});

export const directoryArgs = record({
  path: required(text(formats.movableFolder)),
  target: required(text(formats.home)),
  kind: optional(text(oneOf(["symlink", "bind"]))),
});

export const carbonAppsArgs = record({
  files: required(list(path(formats.carbonApp), formats.anyLength)),
  waitSeconds: optional(number(wholeNumber(1, 86400, "number of seconds"))),
});

export const serviceArgs = record({
  manage: optional(flag),
  manager: optional(text(oneOf(["auto", "systemd", "script"]))),
  javaHome: optional(text(formats.home)),
  heapMegabytes: optional(number(wholeNumber(256, 1048576, "number of megabytes"))),
  startTimeoutSeconds: optional(number(wholeNumber(1, 86400, "number of seconds"))),
  stopTimeoutSeconds: optional(number(wholeNumber(1, 86400, "number of seconds"))),
  steadySeconds: optional(number(wholeNumber(0, 3600, "number of seconds"))),
  stopOnDestroy: optional(flag),
});

export const rolloutArgs = record({
  hold: optional(text(oneOf(["node1", "node2"]))),
  limit: optional(text(oneOf(["restart", "roleChange", "fullStop"]))),
  force: optional(flag),
  startTimeoutSeconds: optional(number(wholeNumber(1, 86400, "number of seconds"))),
  stopTimeoutSeconds: optional(number(wholeNumber(1, 86400, "number of seconds"))),
  steadySeconds: optional(number(wholeNumber(0, 3600, "number of seconds"))),
  observeInPreviews: optional(flag),
});

export const analyticsClusterArgs = record({
  product: required(productArgs),
  nodes: required(list(nodeArgs, formats.exactlyTwo)),
  database: required(databaseArgs),
  ports: optional(portsArgs),
  clustering: optional(clusteringArgs),
  eventProcessing: optional(eventProcessingArgs),
  spark: optional(sparkArgs),
  deploymentSynchronizer: optional(deploymentSynchronizerArgs),
  statisticsDatabase: optional(statisticsDatabaseArgs),
  registryMounts: optional(registryMountsArgs),
  secureVault: optional(text(oneOf(["remove", "keep"]))),
  overrides: optional(list(overrideArgs, formats.anyLength)),
  directories: optional(list(directoryArgs, formats.anyLength)),
  carbonApps: optional(carbonAppsArgs),
  overwrite: optional(flag),
  service: optional(serviceArgs),
  rollout: optional(rolloutArgs),
  allowFullStop: optional(flag),
  force: optional(flag),
  rerunTrigger: optional(text(formats.plainText)),
  repush: optional(text(formats.plainText)),
  protect: optional(flag),
  allowLoopbackAddresses: optional(flag),
  installPackages: optional(flag),
  allowPublicAddresses: optional(flag),
});
