import type { Unwrap } from "@pulumi/pulumi";
import type {
  AdministratorArgs,
  AnalyticsClusterArgs,
  BastionArgs,
  CarbonAppsArgs,
  ClusteringArgs,
  DatabaseArgs,
  DatabaseCharacterSetsArgs,
  DatabaseNamesArgs,
  DeploymentSynchronizerArgs,
  DirectoryArgs,
  EventProcessingArgs,
  FileArgs,
  FurtherScriptArgs,
  InstallArgs,
  JdbcDriverArgs,
  NodeArgs,
  OverrideArgs,
  PortsArgs,
  ProductArgs,
  RegistryMountsArgs,
  RolloutArgs,
  SchemaArgs,
  ServiceArgs,
  SparkArgs,
  SshArgs,
  SshLoginArgs,
  StatisticsDatabaseArgs,
  SvnLibrariesArgs,
} from "./arguments/clusterArgs";

/**
 * The description of a cluster as plain data: what the cluster file of `wso2-analytics render` holds, what the stack's
 * configuration holds, and what remains of the components' arguments once their inputs are resolved.
 */
export type ClusterDescription = Unwrap<AnalyticsClusterArgs>;
export type RolloutDescription = Unwrap<RolloutArgs>;
export type ProductDescription = Unwrap<ProductArgs>;
export type InstallDescription = Unwrap<InstallArgs>;
export type JdbcDriverDescription = Unwrap<JdbcDriverArgs>;
export type NodeDescription = Unwrap<NodeArgs>;
export type SshLoginDescription = Unwrap<SshLoginArgs>;
export type SshDescription = Unwrap<SshArgs>;
export type BastionDescription = Unwrap<BastionArgs>;
export type PortsDescription = Unwrap<PortsArgs>;
export type ClusteringDescription = Unwrap<ClusteringArgs>;
export type EventProcessingDescription = Unwrap<EventProcessingArgs>;
export type SparkDescription = Unwrap<SparkArgs>;
export type DeploymentSynchronizerDescription = Unwrap<DeploymentSynchronizerArgs>;
export type SvnLibrariesDescription = Unwrap<SvnLibrariesArgs>;
export type FileDescription = Unwrap<FileArgs>;
export type CarbonAppsDescription = Unwrap<CarbonAppsArgs>;
export type DatabaseDescription = Unwrap<DatabaseArgs>;
export type DatabaseNamesDescription = Unwrap<DatabaseNamesArgs>;
export type DatabaseCharacterSetsDescription = Unwrap<DatabaseCharacterSetsArgs>;
export type SchemaDescription = Unwrap<SchemaArgs>;
export type FurtherScriptDescription = Unwrap<FurtherScriptArgs>;
export type AdministratorDescription = Unwrap<AdministratorArgs>;
export type DirectoryDescription = Unwrap<DirectoryArgs>;
export type ServiceDescription = Unwrap<ServiceArgs>;
export type StatisticsDatabaseDescription = Unwrap<StatisticsDatabaseArgs>;
export type RegistryMountsDescription = Unwrap<RegistryMountsArgs>;
export type OverrideDescription = Unwrap<OverrideArgs>;

/** The most that an update may do to nodes that serve. */
export const RolloutLimit = { Restart: "restart", RoleChange: "roleChange", FullStop: "fullStop" } as const;
export type RolloutLimit = (typeof RolloutLimit)[keyof typeof RolloutLimit];

/** Which node, if any, is the presenter of spec step 3 "presentation". */
export const Presenter = { None: "none", Node1: "node1", Node2: "node2" } as const;
export type Presenter = (typeof Presenter)[keyof typeof Presenter];

export const NodeName = { Node1: "node1", Node2: "node2" } as const;
export type NodeName = (typeof NodeName)[keyof typeof NodeName];

/** `documented`: ALL, as the spec says. `least`: the tested minimum, with a schema user for the tables. */
export const GrantMode = { Documented: "documented", Least: "least" } as const;
export type GrantMode = (typeof GrantMode)[keyof typeof GrantMode];

export const SchemaDatabase = { User: "user", Registry: "registry" } as const;
export type SchemaDatabase = (typeof SchemaDatabase)[keyof typeof SchemaDatabase];

/** A link in the home, or a bind mount over the home's folder. */
export const DirectoryKind = { Symlink: "symlink", Bind: "bind" } as const;
export type DirectoryKind = (typeof DirectoryKind)[keyof typeof DirectoryKind];

/** `auto`: systemd where it runs the host and Pulumi logs in as root or with sudo, else the product's own script. */
export const ServiceManager = { Auto: "auto", Systemd: "systemd", Script: "script" } as const;
export type ServiceManager = (typeof ServiceManager)[keyof typeof ServiceManager];

/** Aliases of the distribution's secure vault on values that this deployment sets. */
export const SecureVault = { Remove: "remove", Keep: "keep" } as const;
export type SecureVault = (typeof SecureVault)[keyof typeof SecureVault];
