// Generated from the interfaces of the arguments: npm run generate
import { argumentShapes, flag, list, map, number, oneOf, optional, path, record, required, text, wholeNumber } from "../../description";
import * as formats from "../validation/formats";

export const databaseLoginArgs = record({
  username: required(text(formats.userName)),
  password: required(text(formats.password)),
});

export const existingDatabaseArgs = record({
  host: required(text(formats.endpoint)),
  securityGroupId: required(text(formats.securityGroupId)),
  port: optional(number(formats.port)),
  administrator: optional(databaseLoginArgs),
});

export const awsAdministratorArgs = record({
  host: optional(text(formats.dialledHost)),
  port: optional(number(formats.port)),
  proxy: optional(text(formats.proxy)),
  tls: optional(text(formats.mysqlTls)),
});

export const awsDatabaseArgs = record({
  username: required(text(formats.userName)),
  password: required(text(formats.runtimePassword)),
  names: optional(argumentShapes.databaseNamesArgs),
  characterSets: optional(argumentShapes.databaseCharacterSetsArgs),
  clientHosts: optional(list(text(formats.clientHost), formats.notEmpty)),
  grants: optional(text(oneOf(["documented", "least"]))),
  schema: optional(argumentShapes.schemaArgs),
  retain: optional(flag),
  adopt: optional(flag),
  existing: optional(existingDatabaseArgs),
  jdbcParameters: optional(map(text(formats.jdbcValue), formats.jdbcKey)),
  administrator: optional(awsAdministratorArgs),
  engineVersion: optional(text(formats.engineVersion)),
  instanceClass: optional(text(formats.databaseClass)),
  allocatedStorage: optional(number(wholeNumber(20, 65536, "number of GiB"))),
  maxAllocatedStorage: optional(number(wholeNumber(20, 65536, "number of GiB"))),
  iops: optional(number(wholeNumber(12000, 64000, "number of operations a second"))),
  storageThroughput: optional(number(wholeNumber(500, 4000, "number of MiB a second"))),
  multiAz: optional(flag),
  backupRetentionDays: optional(number(wholeNumber(1, 35, "number of days"))),
  backupWindow: optional(text(formats.backupWindow)),
  maintenanceWindow: optional(text(formats.maintenanceWindow)),
  allowMajorVersionUpgrade: optional(flag),
  applyImmediately: optional(flag),
  maxConnections: optional(number(wholeNumber(10, 16000, "number of connections"))),
  masterUsername: optional(text(formats.masterUsername)),
  masterPassword: optional(text(formats.masterPassword)),
  manageMasterSecret: optional(flag),
  tls: optional(text(oneOf(["verified", "encrypted", "off"]))),
  caBundle: optional(path(formats.plainText)),
  extendedSupport: optional(flag),
  logRetentionDays: optional(number(formats.logRetention)),
  performanceInsights: optional(flag),
  monitoringSeconds: optional(number(formats.monitoringInterval)),
  kmsKeyId: optional(text(formats.keyId)),
  snapshotIdentifier: optional(text(formats.databaseSnapshot)),
  subnetIds: optional(list(text(formats.subnetId), formats.atLeastTwo)),
});

export const awsNodeArgs = record({
  subnetId: optional(text(formats.subnetId)),
  address: optional(text(formats.ipv4)),
  image: optional(text(formats.imageId)),
  instanceType: optional(text(formats.instanceType)),
  rootVolumeSize: optional(number(wholeNumber(8, 65536, "number of GiB"))),
  dataVolumeSize: optional(number(wholeNumber(10, 65536, "number of GiB"))),
  dataVolumeSnapshotId: optional(text(formats.snapshotId)),
  publicAddress: optional(flag),
  nodeId: optional(text(formats.nodeId)),
});

export const peerArgs = record({
  cidr: optional(text(formats.range)),
  securityGroupId: optional(text(formats.securityGroupId)),
  prefixListId: optional(text(formats.prefixListId)),
});

export const accessArgs = record({
  publishers: optional(map(peerArgs, formats.peerName)),
  console: optional(map(peerArgs, formats.peerName)),
  ssh: optional(map(peerArgs, formats.peerName)),
  databaseClients: optional(map(peerArgs, formats.peerName)),
  packages: optional(map(peerArgs, formats.peerName)),
  svn: optional(map(peerArgs, formats.peerName)),
  dnsServers: optional(map(peerArgs, formats.peerName)),
  intraCluster: optional(text(oneOf(["exact", "all"]))),
  dangerouslyOpenConsoleToTheWorld: optional(flag),
  nodesSecurityGroupId: optional(text(formats.securityGroupId)),
  databaseSecurityGroupId: optional(text(formats.securityGroupId)),
});

export const awsSshArgs = record({
  user: optional(text(formats.login)),
  port: optional(number(formats.port)),
  sudo: optional(flag),
  keyName: optional(text(formats.plainText)),
  privateKey: optional(text(formats.privateKey)),
  privateKeyPassword: optional(text(formats.passphrase)),
  agentSocketPath: optional(text(formats.plainText)),
  timeoutSeconds: optional(number(wholeNumber(1, 86400, "number of seconds"))),
  bastion: optional(argumentShapes.bastionArgs),
});

export const awsBastionArgs = record({
  subnetId: required(text(formats.subnetId)),
  image: optional(text(formats.imageId)),
  instanceType: optional(text(formats.instanceType)),
});

export const awsAnalyticsClusterArgs = record({
  product: required(argumentShapes.productArgs),
  database: required(awsDatabaseArgs),
  ports: optional(argumentShapes.portsArgs),
  clustering: optional(argumentShapes.clusteringArgs),
  eventProcessing: optional(argumentShapes.eventProcessingArgs),
  spark: optional(argumentShapes.sparkArgs),
  deploymentSynchronizer: optional(argumentShapes.deploymentSynchronizerArgs),
  statisticsDatabase: optional(argumentShapes.statisticsDatabaseArgs),
  registryMounts: optional(argumentShapes.registryMountsArgs),
  secureVault: optional(text(oneOf(["remove", "keep"]))),
  overrides: optional(list(argumentShapes.overrideArgs, formats.anyLength)),
  directories: optional(list(argumentShapes.directoryArgs, formats.anyLength)),
  carbonApps: optional(argumentShapes.carbonAppsArgs),
  overwrite: optional(flag),
  service: optional(argumentShapes.serviceArgs),
  rollout: optional(argumentShapes.rolloutArgs),
  allowFullStop: optional(flag),
  force: optional(flag),
  rerunTrigger: optional(text(formats.plainText)),
  repush: optional(text(formats.plainText)),
  allowLoopbackAddresses: optional(flag),
  region: optional(text(formats.region)),
  tags: optional(map(text(formats.tagText), formats.tagKey)),
  vpcId: optional(text(formats.vpcId)),
  subnetIds: optional(list(text(formats.subnetId), formats.anyLength)),
  volumeKmsKeyId: optional(text(formats.keyId)),
  nodes: optional(list(awsNodeArgs, formats.exactlyTwo)),
  access: optional(accessArgs),
  ssh: optional(awsSshArgs),
  bastion: optional(awsBastionArgs),
  protect: optional(flag),
});
