import type { Input } from "@pulumi/pulumi";
import type { AnalyticsClusterArgs, NodeArgs } from "../description";
import type { AwsAnalyticsClusterArgs } from "./awsClusterArgs";
import type { ExistingDatabaseArgs } from "./awsDatabaseArgs";
import { DatabaseTls, tlsParameters } from "./databaseTls";

/** What AWS produces for the core: two hosts and an endpoint with its master user. */
export interface Infrastructure {
  nodes: NodeArgs[];
  database: Omit<ExistingDatabaseArgs, "securityGroupId">;
  /** Where the trust store is on the nodes, as the product names it. */
  trustStoreUrl: Input<string>;
}

/** The core's description: its own arguments as they were given, and what was produced. */
export function coreArgs(
  args: AwsAnalyticsClusterArgs,
  { nodes, database, trustStoreUrl }: Infrastructure,
): AnalyticsClusterArgs {
  const tls = args.database.tls ?? DatabaseTls.Verified;
  const { username, password, names, characterSets, clientHosts, grants, schema, retain, adopt } =
    args.database;
  return {
    product: args.product,
    nodes,
    database: {
      host: database.host,
      port: database.port,
      username,
      password,
      names,
      characterSets,
      jdbcParameters: { ...tlsParameters(tls, trustStoreUrl), ...args.database.jdbcParameters },
      clientHosts,
      grants,
      schema,
      retain,
      adopt,
      administrator: database.administrator && {
        username: database.administrator.username,
        password: database.administrator.password,
        tls: tls === DatabaseTls.Off ? "false" : "skip-verify",
        ...args.database.administrator,
      },
    },
    ports: args.ports,
    clustering: args.clustering,
    eventProcessing: args.eventProcessing,
    spark: args.spark,
    deploymentSynchronizer: args.deploymentSynchronizer,
    statisticsDatabase: args.statisticsDatabase,
    registryMounts: args.registryMounts,
    secureVault: args.secureVault,
    overrides: args.overrides,
    directories: args.directories,
    carbonApps: args.carbonApps,
    overwrite: args.overwrite,
    service: args.service,
    rollout: args.rollout,
    rerunTrigger: args.rerunTrigger,
    // Still there only beside the current name, which is refused, or if its value is not known yet.
    allowFullStop: args.allowFullStop,
    force: args.force,
    repush: args.repush,
    protect: args.protect ?? true,
    allowLoopbackAddresses: args.allowLoopbackAddresses,
  };
}
