import type { Input } from "@pulumi/pulumi";
import type { SecureVault } from "../clusterDescription";
import type {
  ClusteringArgs,
  DeploymentSynchronizerArgs,
  EventProcessingArgs,
  OverrideArgs,
  SparkArgs,
} from "./configurationArgs";
import type { DatabaseArgs, RegistryMountsArgs, StatisticsDatabaseArgs } from "./databaseArgs";
import type { NodeArgs, PortsArgs } from "./nodeArgs";
import type { CarbonAppsArgs, DirectoryArgs, ProductArgs, ServiceArgs } from "./productArgs";
import type { RolloutArgs } from "./rolloutArgs";

export * from "./configurationArgs";
export * from "./databaseArgs";
export * from "./nodeArgs";
export * from "./productArgs";
export * from "./rolloutArgs";

/** What a deployment takes on hosts that exist and on AWS. */
export interface SharedClusterArgs {
  /** The product on the nodes and the distribution its configuration is taken from. */
  product: ProductArgs;
  /** Ports of both nodes as configured; a node can have its own. In place; nodes with different ports do not meet. */
  ports?: PortsArgs;
  /** Hazelcast membership, `<clustering>` of axis2.xml. (Spec, cluster step 2.) */
  clustering?: ClusteringArgs;
  /** The HA mode of event-processor.xml. (Spec, cluster step 3.) */
  eventProcessing?: EventProcessingArgs;
  /** spark-defaults.conf. (Spec, cluster step 4.) */
  spark?: SparkArgs;
  /** Shares C-Apps between the nodes through SVN; off when left out. (Spec, cluster step 5.) In place. */
  deploymentSynchronizer?: DeploymentSynchronizerArgs;
  /**
   * The statistics database WSO2AM_STATS_DB that API-M's Publisher and Store read. The specification does not mention
   * it; left out, each node keeps its own H2 file and API-M shows no statistics (a warning says so). The database
   * and its user are made with the API-M deployment, not here. On AWS, add the rule that lets the nodes reach it yourself where it
   * is not this deployment's MySQL.
   * @change restart
   */
  statisticsDatabase?: StatisticsDatabaseArgs;
  /**
   * The targets of the two mounts in registry.xml. (Spec, database step 1d.) If the distribution mounts one of them elsewhere, the
   * update is refused until its target is given here: what is stored under the old target is not found under another one.
   * @change restart; what is stored under the old target is no longer seen
   */
  registryMounts?: RegistryMountsArgs;
  /**
   * Aliases of the distribution's secure vault (`svns:secretAlias`) on values that this deployment sets: `remove` deletes the
   * alias, so that the value given here counts (a warning says so); `keep` leaves alias and text as they are, so the vault must
   * hold that value. @default "remove"
   * @change restart; where the distribution has such an alias
   */
  secureVault?: Input<SecureVault>;
  /**
   * Anything else in the product's XML and properties files, through the same engine: exactly one element, attribute
   * or key is set. Refused where the place does not exist or is set by another argument.
   *
   * @example [{ file: "repository/conf/carbon.xml", path: "/Server/ServerKey", value: "Analytics" }]
   * @change restart
   */
  overrides?: OverrideArgs[];
  /**
   * Folders of the product home that lie elsewhere on each node, on a disk that outlives it or one that both share. (Spec,
   * cluster step 7.) Needs `service.manage`. What the home has there is moved to the target once, if that is empty; contents
   * are never merged. Only while the product is stopped: before the first start, or after stopping it on the node.
   * An entry taken out again leaves everything as it is.
   * @example [{ path: "repository/deployment/server", target: "/mnt/shared/analytics-server" }]
   * @change in place; refused while the product runs
   */
  directories?: DirectoryArgs[];
  /**
   * C-Apps deployed on both nodes, once these run: the product deploys them while it runs. They are copied over SFTP. Needs
   * `service.manage`. An empty list takes out all that were put there; left out, they stay.
   * @change in place
   */
  carbonApps?: CarbonAppsArgs;
  /**
   * Replaces files that somebody changed on a node since the last update. Left out, such a file stops the update before
   * anything is touched, and is named with its difference, secrets masked. What is replaced is kept on the node in
   * `<home>.deployment/replaced`.
   * @default false
   * @change nothing
   */
  overwrite?: Input<boolean>;
  /**
   * How the product runs on the nodes. An update starts it, and later restarts one node at a time what has other files:
   * the passive node first, the active one when the other is healthy with its new files.
   */
  service?: ServiceArgs;
  /** Limits and timeouts of previews and updates for the pair of nodes. */
  rollout?: RolloutArgs;
  /**
   * @deprecated The old name of `rollout.limit` "fullStop".
   * @change nothing
   */
  allowFullStop?: Input<boolean>;
  /**
   * @deprecated The old name of `rollout.force`.
   * @change nothing
   */
  force?: Input<boolean>;
  /**
   * Change this to rerun every step on both nodes; each step is idempotent. What is as it should be stays as it is, and nothing
   * restarts for it. @example "after the disk was exchanged"
   * @change nothing; every step runs again
   */
  rerunTrigger?: Input<string>;
  /**
   * @deprecated The old name of `rerunTrigger`.
   * @change nothing; every step runs again
   */
  repush?: Input<string>;
  /**
   * Protects the deployment from deletion: a `destroy` fails before it has deleted anything at all, and no database can be
   * renamed. To be set to false in an update of its own. (Pulumi's option `protect` on the component protects each step on a
   * node as well, so that none can be replaced.) @default false; true in the stack of this repository
   * @change in place
   */
  protect?: boolean;
  /**
   * Allows 127.0.0.0/8 as node addresses: both nodes on one machine, as in the demo.
   * @default false
   * @change nothing
   */
  allowLoopbackAddresses?: Input<boolean>;
}

/**
 * The description of a deployment: two nodes, one MySQL, one product. The same shape is the cluster file of
 * `wso2-analytics render` and the stack's configuration (`description/clusterDescription.ts`; a test keeps them equal).
 *
 * Objects and lists are plain, because they decide which resources exist; their leaves are Inputs. What a change does is said by
 * the tag `@change` of an argument, or of the one around it: the words are those of docs/changing-things.md, which is made from them.
 *
 * @example
 * new AnalyticsCluster("analytics", {
 *   product: {
 *     profile: "apim-analytics-2.1.0",
 *     home: "/opt/wso2am-analytics-2.1.0",
 *     distribution: "./wso2am-analytics-2.1.0.zip",
 *   },
 *   nodes: [{ address: "10.0.1.10", ssh: { privateKey } }, { address: "10.0.2.10", ssh: { privateKey } }],
 *   database: { host: "db.internal", username: "wso2analytics", password },
 * });
 */
export interface AnalyticsClusterArgs extends SharedClusterArgs {
  /**
   * Exactly two nodes. The first is called node1, the second node2 everywhere; neither of them is "the active one":
   * the product elects it. (Spec, introduction.)
   * @length exactlyTwo
   */
  nodes: NodeArgs[];
  /** The MySQL server, its four databases and the user the product logs in with. (Spec step 3 and database step 1.) */
  database: DatabaseArgs;
  /**
   * Installs a JDK 8 and a mysql client from the host's own packages on nodes where they are missing, on Amazon Linux 2023 and
   * Ubuntu; Debian has the client only, and the JDK where the archive of Temurin or Corretto was added. Needs root or `ssh.sudo`;
   * the JDK needs `service.manage` too. Nothing is ever removed. @default false
   * @change in place; nothing is removed
   */
  installPackages?: Input<boolean>;
  /**
   * Allows public node addresses, where the machines own them on a network interface. An address that is only
   * translated to the node (an elastic IP) never works: the product binds what it advertises
   * (`HAConfiguration` of analytics-common 5.1.7).
   * @default false
   * @change nothing
   */
  allowPublicAddresses?: Input<boolean>;
}
