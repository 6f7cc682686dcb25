import {
  type AdministratorDescription,
  type BastionDescription,
  type CarbonAppsDescription,
  type ClusterDescription,
  type ClusteringDescription,
  type DatabaseCharacterSetsDescription,
  type DatabaseDescription,
  type DatabaseNamesDescription,
  type DeploymentSynchronizerDescription,
  type DirectoryDescription,
  DirectoryKind,
  type EventProcessingDescription,
  type FileDescription,
  type FurtherScriptDescription,
  GrantMode,
  type InstallDescription,
  type JdbcDriverDescription,
  type NodeDescription,
  NodeName,
  type OverrideDescription,
  type PortsDescription,
  Presenter,
  type ProductDescription,
  type RegistryMountsDescription,
  type RolloutDescription,
  RolloutLimit,
  SchemaDatabase,
  type SchemaDescription,
  SecureVault,
  type ServiceDescription,
  ServiceManager,
  type SparkDescription,
  type SshDescription,
  type StatisticsDatabaseDescription,
  type SvnLibrariesDescription,
} from "../clusterDescription";
import { ipv4 } from "./addresses";
import { downloadUrl, driverFile, driverUrl, sha256 } from "./artifacts";
import { characterSet } from "./characterSets";
import { carbonApp, localFile } from "./files";
import {
  clientHost,
  clusterDomain,
  databaseName,
  dialledHost,
  host,
  jdbcKey,
  jdbcValue,
  login,
  nodeId,
  proxy,
  svnUrl,
  userName,
} from "./names";
import { home, linkPath, movableFolder, overrideFile, registryPath, scriptPath } from "./paths";
import {
  hostKey,
  passphrase,
  password,
  privateKey,
  productPassword,
  runtimePassword,
  sqlPassword,
} from "./secrets";
import { flag, list, map, number, optional, record, required, text } from "./shape";
import {
  anyLength,
  exactlyTwo,
  notEmpty,
  oneOf,
  overrideValue,
  plainText,
  port,
  wholeNumber,
} from "./values";

const product = record<ProductDescription>({
  profile: optional(text(plainText)),
  home: required(text(home)),
  distribution: optional(text(plainText)),
  install: optional(
    record<InstallDescription>({
      url: optional(text(downloadUrl)),
      sha256: optional(text(sha256)),
      user: optional(text(login)),
    }),
  ),
  jdbcDriver: optional(
    record<JdbcDriverDescription>({
      file: optional(text(driverFile)),
      url: optional(text(driverUrl)),
      sha256: optional(text(sha256)),
    }),
  ),
  portOffset: optional(number(wholeNumber(0, 65535, "port offset"))),
});

const ports = record<PortsDescription>({
  hazelcast: optional(number(port)),
  eventSync: optional(number(port)),
  management: optional(number(port)),
  presentation: optional(number(port)),
});

const sshLogin = {
  port: optional(number(port)),
  user: optional(text(login)),
  privateKey: optional(text(privateKey)),
  privateKeyPassword: optional(text(passphrase)),
  agentSocketPath: optional(text(plainText)),
  hostKey: optional(text(hostKey)),
};

const ssh = record<SshDescription>({
  ...sshLogin,
  host: optional(text(dialledHost)),
  sudo: optional(flag),
  timeoutSeconds: optional(number(wholeNumber(1, 86400, "number of seconds"))),
  bastion: optional(record<BastionDescription>({ ...sshLogin, host: required(text(dialledHost)) })),
});

const node = record<NodeDescription>({
  address: required(text(ipv4)),
  home: optional(text(home)),
  sparkAddress: optional(text(ipv4)),
  nodeId: optional(text(nodeId)),
  ports: optional(ports),
  ssh: optional(ssh),
});

const schema = record<SchemaDescription>({
  skip: optional(flag),
  username: optional(text(userName)),
  password: optional(text(sqlPassword)),
  furtherScripts: optional(
    list(
      record<FurtherScriptDescription>({
        path: required(text(scriptPath)),
        database: required(text(oneOf(Object.values(SchemaDatabase)))),
      }),
      anyLength,
    ),
  ),
});

const administrator = record<AdministratorDescription>({
  username: required(text(userName)),
  password: required(text(password)),
  host: optional(text(dialledHost)),
  port: optional(number(port)),
  proxy: optional(text(proxy)),
  tls: optional(text(oneOf(["true", "false", "skip-verify"]))),
});

const jdbcParameters = map(text(jdbcValue), jdbcKey);

const database = record<DatabaseDescription>({
  host: required(text(host)),
  port: optional(number(port)),
  username: required(text(userName)),
  password: required(text(runtimePassword)),
  names: optional(
    record<DatabaseNamesDescription>({
      user: optional(text(databaseName)),
      registry: optional(text(databaseName)),
      eventStore: optional(text(databaseName)),
      processedData: optional(text(databaseName)),
    }),
  ),
  characterSets: optional(
    record<DatabaseCharacterSetsDescription>({
      user: optional(text(characterSet)),
      registry: optional(text(characterSet)),
      eventStore: optional(text(characterSet)),
      processedData: optional(text(characterSet)),
    }),
  ),
  caBundle: optional(text(plainText)),
  jdbcParameters: optional(jdbcParameters),
  clientHosts: optional(list(text(clientHost), notEmpty)),
  grants: optional(text(oneOf(Object.values(GrantMode)))),
  schema: optional(schema),
  retain: optional(flag),
  adopt: optional(flag),
  administrator: optional(administrator),
});

const file = record<FileDescription>({
  path: optional(text(localFile)),
  url: optional(text(downloadUrl)),
  sha256: required(text(sha256)),
});

const times = {
  startTimeoutSeconds: optional(number(wholeNumber(1, 86400, "number of seconds"))),
  stopTimeoutSeconds: optional(number(wholeNumber(1, 86400, "number of seconds"))),
  steadySeconds: optional(number(wholeNumber(0, 3600, "number of seconds"))),
};

/** Every argument of a cluster, with the rule that its value must keep whatever the others are. */
export const clusterShape = record<ClusterDescription>({
  product: required(product),
  nodes: required(list(node, exactlyTwo)),
  database: required(database),
  ports: optional(ports),
  clustering: optional(
    record<ClusteringDescription>({
      domain: optional(text(clusterDomain)),
      groupPassword: optional(text(productPassword)),
      failureDetectionSeconds: optional(
        number(wholeNumber(5, 3600, "number of seconds to wait for a member")),
      ),
    }),
  ),
  eventProcessing: optional(
    record<EventProcessingDescription>({
      statePersistence: optional(flag),
      pruneStatePersistence: optional(flag),
      presenter: optional(text(oneOf(Object.values(Presenter)))),
    }),
  ),
  spark: optional(
    record<SparkDescription>({ symbolicLink: optional(text(linkPath)), makeSymbolicLink: optional(flag) }),
  ),
  deploymentSynchronizer: optional(
    record<DeploymentSynchronizerDescription>({
      svnUrl: required(text(svnUrl)),
      svnUser: optional(text(plainText)),
      svnPassword: optional(text(productPassword)),
      svnUrlAppendTenantId: optional(flag),
      committer: optional(text(oneOf(Object.values(NodeName)))),
      libraries: optional(
        record<SvnLibrariesDescription>({ svnKit: required(file), sshClient: optional(file) }),
      ),
    }),
  ),
  statisticsDatabase: optional(
    record<StatisticsDatabaseDescription>({
      enabled: optional(flag),
      host: optional(text(host)),
      port: optional(number(port)),
      name: optional(text(databaseName)),
      username: optional(text(userName)),
      password: optional(text(productPassword)),
      jdbcParameters: optional(jdbcParameters),
    }),
  ),
  registryMounts: optional(
    record<RegistryMountsDescription>({
      config: optional(text(registryPath)),
      governance: optional(text(registryPath)),
    }),
  ),
  secureVault: optional(text(oneOf(Object.values(SecureVault)))),
  overrides: optional(
    list(
      record<OverrideDescription>({
        file: required(text(overrideFile)),
        path: required(text(plainText)),
        value: required(text(overrideValue)),
        add: optional(flag),
        secret: optional(flag),
        node: optional(text(oneOf(Object.values(NodeName)))),
      }),
      anyLength,
    ),
  ),
  directories: optional(
    list(
      record<DirectoryDescription>({
        path: required(text(movableFolder)),
        target: required(text(home)),
        kind: optional(text(oneOf(Object.values(DirectoryKind)))),
      }),
      anyLength,
    ),
  ),
  carbonApps: optional(
    record<CarbonAppsDescription>({
      files: required(list(text(carbonApp), anyLength)),
      waitSeconds: optional(number(wholeNumber(1, 86400, "number of seconds"))),
    }),
  ),
  installPackages: optional(flag),
  overwrite: optional(flag),
  service: optional(
    record<ServiceDescription>({
      manage: optional(flag),
      manager: optional(text(oneOf(Object.values(ServiceManager)))),
      javaHome: optional(text(home)),
      heapMegabytes: optional(number(wholeNumber(256, 1_048_576, "number of megabytes"))),
      ...times,
      stopOnDestroy: optional(flag),
    }),
  ),
  rollout: optional(
    record<RolloutDescription>({
      hold: optional(text(oneOf(Object.values(NodeName)))),
      limit: optional(text(oneOf(Object.values(RolloutLimit)))),
      force: optional(flag),
      ...times,
      observeInPreviews: optional(flag),
    }),
  ),
  allowFullStop: optional(flag),
  force: optional(flag),
  rerunTrigger: optional(text(plainText)),
  repush: optional(text(plainText)),
  protect: optional(flag),
  allowLoopbackAddresses: optional(flag),
  allowPublicAddresses: optional(flag),
});
