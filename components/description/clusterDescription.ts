/**
 * The description of a cluster as plain data: what the cluster file of `wso2-analytics render` holds, what the stack's
 * configuration holds, and what remains of the components' arguments once their Inputs are resolved. A type-level
 * test keeps the three the same. Every field is documented once, at the arguments: `arguments/`.
 */
export interface ClusterDescription {
  product: ProductDescription;
  /** Exactly two. The first is called node1, the second node2; neither is "the active one". */
  nodes: NodeDescription[];
  database: DatabaseDescription;
  ports?: PortsDescription;
  clustering?: ClusteringDescription;
  eventProcessing?: EventProcessingDescription;
  spark?: SparkDescription;
  deploymentSynchronizer?: DeploymentSynchronizerDescription;
  statisticsDatabase?: StatisticsDatabaseDescription;
  registryMounts?: RegistryMountsDescription;
  secureVault?: SecureVault;
  overrides?: OverrideDescription[];
  directories?: DirectoryDescription[];
  carbonApps?: CarbonAppsDescription;
  installPackages?: boolean;
  overwrite?: boolean;
  service?: ServiceDescription;
  rollout?: RolloutDescription;
  /** Old name of `rollout.limit: "fullStop"`. */
  allowFullStop?: boolean;
  /** Old name of `rollout.force`. */
  force?: boolean;
  rerunTrigger?: string;
  /** Old name of `rerunTrigger`. */
  repush?: string;
  protect?: boolean;
  allowLoopbackAddresses?: boolean;
  allowPublicAddresses?: boolean;
}

export interface RolloutDescription {
  hold?: NodeName;
  limit?: RolloutLimit;
  force?: boolean;
  startTimeoutSeconds?: number;
  stopTimeoutSeconds?: number;
  steadySeconds?: number;
  observeInPreviews?: boolean;
}

/** The most that an update may do to nodes that serve. */
export const RolloutLimit = { Restart: "restart", RoleChange: "roleChange", FullStop: "fullStop" } as const;
export type RolloutLimit = (typeof RolloutLimit)[keyof typeof RolloutLimit];

export interface ProductDescription {
  /** Left out, the distribution tells. */
  profile?: string;
  home: string;
  distribution?: string;
  install?: InstallDescription;
  jdbcDriver?: JdbcDriverDescription;
  portOffset?: number;
}

/** A file that the nodes download, or the local zip of `distribution` that is sent to them. */
export interface InstallDescription {
  url?: string;
  sha256?: string;
  user?: string;
}

export interface JdbcDriverDescription {
  file?: string;
  url?: string;
  sha256?: string;
}

export interface NodeDescription {
  address: string;
  home?: string;
  sparkAddress?: string;
  nodeId?: string;
  ports?: PortsDescription;
  ssh?: SshDescription;
}

export interface SshLoginDescription {
  port?: number;
  user?: string;
  privateKey?: string;
  privateKeyPassword?: string;
  agentSocketPath?: string;
  hostKey?: string;
}

export interface SshDescription extends SshLoginDescription {
  host?: string;
  sudo?: boolean;
  timeoutSeconds?: number;
  bastion?: BastionDescription;
}

export interface BastionDescription extends SshLoginDescription {
  host: string;
}

/** Ports as configured, before the product adds its offset to those that follow it. */
export interface PortsDescription {
  hazelcast?: number;
  eventSync?: number;
  management?: number;
  presentation?: number;
}

export interface ClusteringDescription {
  domain?: string;
  groupPassword?: string;
  failureDetectionSeconds?: number;
}

export interface EventProcessingDescription {
  statePersistence?: boolean;
  pruneStatePersistence?: boolean;
  presenter?: Presenter;
}

/** Which node, if any, is the presenter of spec step 3 "presentation". */
export const Presenter = { None: "none", Node1: "node1", Node2: "node2" } as const;
export type Presenter = (typeof Presenter)[keyof typeof Presenter];

export interface SparkDescription {
  symbolicLink?: string;
  makeSymbolicLink?: boolean;
}

export interface DeploymentSynchronizerDescription {
  svnUrl: string;
  svnUser?: string;
  svnPassword?: string;
  svnUrlAppendTenantId?: boolean;
  /** The node that commits; the other only checks out. */
  committer?: NodeName;
  libraries?: SvnLibrariesDescription;
}

export interface SvnLibrariesDescription {
  svnKit: FileDescription;
  sshClient?: FileDescription;
}

/** Either from this machine or from a URL. */
export interface FileDescription {
  path?: string;
  url?: string;
  sha256: string;
}

export interface CarbonAppsDescription {
  files: string[];
  waitSeconds?: number;
}

export const NodeName = { Node1: "node1", Node2: "node2" } as const;
export type NodeName = (typeof NodeName)[keyof typeof NodeName];

export interface DatabaseDescription {
  host: string;
  port?: number;
  username: string;
  password: string;
  caBundle?: string;
  names?: DatabaseNamesDescription;
  characterSets?: DatabaseCharacterSetsDescription;
  jdbcParameters?: Record<string, string>;
  clientHosts?: string[];
  grants?: GrantMode;
  schema?: SchemaDescription;
  retain?: boolean;
  adopt?: boolean;
  administrator?: AdministratorDescription;
}

export interface DatabaseNamesDescription {
  user?: string;
  registry?: string;
  eventStore?: string;
  processedData?: string;
}

/** A character set per database. */
export interface DatabaseCharacterSetsDescription {
  user?: string;
  registry?: string;
  eventStore?: string;
  processedData?: string;
}

/** `documented`: ALL, as the spec says. `least`: the tested minimum, with a schema user for the tables. */
export const GrantMode = { Documented: "documented", Least: "least" } as const;
export type GrantMode = (typeof GrantMode)[keyof typeof GrantMode];

export interface SchemaDescription {
  skip?: boolean;
  username?: string;
  password?: string;
  furtherScripts?: FurtherScriptDescription[];
}

/** A further script of the distribution, for example `dbscripts/identity/mysql-5.7.sql` into the user database. */
export interface FurtherScriptDescription {
  path: string;
  database: SchemaDatabase;
}

export const SchemaDatabase = { User: "user", Registry: "registry" } as const;
export type SchemaDatabase = (typeof SchemaDatabase)[keyof typeof SchemaDatabase];

export interface AdministratorDescription {
  username: string;
  password: string;
  host?: string;
  port?: number;
  proxy?: string;
  tls?: string;
}

/** A folder of the home that lies elsewhere on the node. */
export interface DirectoryDescription {
  path: string;
  target: string;
  kind?: DirectoryKind;
}

/** A link in the home, or a bind mount over the home's folder. */
export const DirectoryKind = { Symlink: "symlink", Bind: "bind" } as const;
export type DirectoryKind = (typeof DirectoryKind)[keyof typeof DirectoryKind];

export interface ServiceDescription {
  manage?: boolean;
  manager?: ServiceManager;
  javaHome?: string;
  heapMegabytes?: number;
  /** Old names of those in `rollout`. */
  startTimeoutSeconds?: number;
  stopTimeoutSeconds?: number;
  steadySeconds?: number;
  stopOnDestroy?: boolean;
}

/** `auto`: systemd where it runs the host and Pulumi logs in as root or with sudo, else the product's own script. */
export const ServiceManager = { Auto: "auto", Systemd: "systemd", Script: "script" } as const;
export type ServiceManager = (typeof ServiceManager)[keyof typeof ServiceManager];

/** All of `host`, `name`, `username` and `password`, unless `enabled` is false. */
export interface StatisticsDatabaseDescription {
  enabled?: boolean;
  host?: string;
  port?: number;
  name?: string;
  username?: string;
  password?: string;
  jdbcParameters?: Record<string, string>;
}

/** Paths in the registry database. */
export interface RegistryMountsDescription {
  config?: string;
  governance?: string;
}

/** Aliases of the distribution's secure vault on values that this deployment sets. */
export const SecureVault = { Remove: "remove", Keep: "keep" } as const;
export type SecureVault = (typeof SecureVault)[keyof typeof SecureVault];

export interface OverrideDescription {
  /** Path in the product home, for example `repository/conf/carbon.xml`. */
  file: string;
  /** `/Server/ServerKey`, `/a/b[@name='x']/@y`, `/a/b[name='x']/c`; in a properties file the key. */
  path: string;
  value: string;
  /** Adds the element to its parent where there is none. */
  add?: boolean;
  /** Masks the value wherever rendered text is shown. */
  secret?: boolean;
  /** Only on this node; both when left out. */
  node?: NodeName;
}
