import type { Input } from "@pulumi/pulumi";
import type {
  DirectoryKind,
  GrantMode,
  NodeName,
  Presenter,
  SchemaDatabase,
  ServiceManager,
} from "./configuration/description";

/**
 * The description of a deployment: two nodes, one MySQL, one product. The same shape is the cluster file of
 * `npm run render` and the stack's configuration (`configuration/description.ts`; a test keeps them equal).
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
export interface AnalyticsClusterArgs {
  /** The product on the nodes and the distribution its configuration is taken from. */
  product: ProductArgs;
  /**
   * Exactly two nodes. The first is called node1, the second node2 everywhere; neither of them is "the active one":
   * the product elects it. (Spec, introduction.)
   */
  nodes: NodeArgs[];
  /** The MySQL server, its four databases and the user the product logs in with. (Spec step 3 and database step 1.) */
  database: DatabaseArgs;
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
   * and its user are made with the API-M deployment, not here.
   * @change restart
   */
  statisticsDatabase?: StatisticsDatabaseArgs;
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
   * C-Apps deployed on both nodes, after the turns: the product deploys them while it runs. They are copied over SFTP. Needs
   * `service.manage`. An empty list takes out all that were put there; left out, they stay.
   * @change in place
   */
  carbonApps?: CarbonAppsArgs;
  /**
   * Installs a JDK 8 and a mysql client from the host's own packages on nodes where they are missing, on Amazon Linux 2023 and
   * Ubuntu; Debian has the client only, and the JDK where the archive of Temurin or Corretto was added. Needs root or `ssh.sudo`;
   * the JDK needs `service.manage` too. Nothing is ever removed. @default false
   * @change in place; nothing is removed
   */
  installPackages?: Input<boolean>;
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
  /**
   * Lets an update stop both nodes at once where a changed value keeps a restarted node from meeting its peer: the domain
   * or password of the Hazelcast group, a node's address, the ports of Hazelcast, event sync and management, the port
   * offset (`configuration/together.ts`). Left out, such a change is refused with the list of values before anything is
   * touched. @default false
   * @change nothing
   */
  allowFullStop?: Input<boolean>;
  /**
   * Restarts a node although the other one is not healthy, so that for the time of a start there may be none. For a
   * deployment that is down anyway. @default false
   * @change nothing
   */
  force?: Input<boolean>;
  /**
   * Any text: with another one than last time every step is run again on both nodes, although nothing else changed. What is
   * as it should be stays as it is, and nothing restarts for it. @example "after the disk was exchanged"
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
  /**
   * Allows public node addresses, where the machines own them on a network interface. An address that is only
   * translated to the node (an elastic IP) never works: the product binds what it advertises
   * (`HAConfiguration` of analytics-common 5.1.7).
   * @default false
   * @change nothing
   */
  allowPublicAddresses?: Input<boolean>;
}

export interface ProductArgs {
  /**
   * The product version whose files are known.
   * @example "apim-analytics-2.1.0"
   * @change refused; one is known
   */
  profile: Input<string>;
  /**
   * The product home on the nodes, absolute, without spaces (`bin/wso2server.sh` sources files unquoted).
   * A node can have its own. Changing it configures the other home; the old one stays as it is.
   * @change replacement; the other home gets everything, the old one stays: stop the product there first, as both need the same ports
   */
  home: Input<string>;
  /**
   * The distribution on the machine that runs Pulumi: the product's zip, its unpacked folder, or a folder holding that
   * folder only. Its files are the base text of every edit; its `dbscripts` make the tables.
   * @example "./wso2am-analytics-2.1.0.zip"
   * @change restart; where a file differs
   */
  distribution?: Input<string>;
  /**
   * Installs the product on nodes that have no home yet: from the zip that `distribution` names, sent to each of them once, or
   * from a URL that they download themselves. A home that others have installed is never touched. Another zip of the same
   * version rolls through the nodes like any change: the files that differ are exchanged while the node stands still, and
   * come back where it does not become healthy; data, logs, the node's id and what was added or changed outside
   * `repository/components` stay. Left out, the product must be there. `install: {}` is enough.
   * @change restart; where the zip is another one
   */
  install?: InstallArgs;
  /**
   * The JDBC driver in `repository/components/lib` of both nodes; others of its kind are put away. A change restarts the nodes,
   * one after the other. Refused where it does not fit the MySQL server: older than 5.1.47 with MySQL 8.
   * @default Connector/J 5.1.49 from Maven Central with `install`; else what is in the home
   * @example { file: "./mysql-connector-java-5.1.49.jar" }
   * @change restart
   */
  jdbcDriver?: JdbcDriverArgs;
  /**
   * `Ports.Offset` of carbon.xml. Left out, the distribution's own offset holds (stock: 1) and carbon.xml is untouched.
   * Every port but Hazelcast's moves with it, event sync and management too (`configuration/product.ts` says why).
   * @change refused; with `allowFullStop` both nodes stop and start together
   */
  portOffset?: Input<number>;
}

export interface InstallArgs {
  /** Where the nodes download the zip, with curl or wget. @default the zip of `product.distribution` is sent */
  url?: Input<string>;
  /** The zip's sha256; needed with `url`. @default computed once from the local zip, and kept in the user's cache folder */
  sha256?: Input<string>;
  /**
   * The user on the nodes who owns the home and so runs the product; must exist. Another one than the login takes root or
   * `ssh.sudo`. Only for what is installed: an existing home keeps its owner. @default `ssh.user`
   * @change nothing; a home that is there keeps its owner
   */
  user?: Input<string>;
}

/** Exactly one of `file` and `url`, either named `mysql-connector-java-5.1.<number>.jar`. */
export interface JdbcDriverArgs {
  /** On the machine that runs Pulumi; sent to each node once. */
  file?: Input<string>;
  /** Where the nodes download it, with curl or wget. */
  url?: Input<string>;
  /** Its sha256; needed with `url`. @default computed from the local file */
  sha256?: Input<string>;
}

export interface NodeArgs {
  /**
   * The node's own private IPv4 address. The product both binds and advertises it, so it must be on one of the node's
   * interfaces and reachable by the other node. In place, on both nodes.
   * @change refused; with `allowFullStop` both nodes stop and start together
   */
  address: Input<string>;
  /**
   * The product home on this node, where it differs; then `spark.symbolicLink` is needed.
   * @default product.home
   * @change replacement; as `product.home`
   */
  home?: Input<string>;
  /**
   * SPARK_LOCAL_IP, for a machine with several interfaces. (Spec, cluster step 6.)
   * @default address
   * @change restart
   */
  sparkAddress?: Input<string>;
  /**
   * The id of a node that was lost, from `nodeIds` of the cluster, so that a node built in its place owns the same part of the
   * index. Written before the first start, with `service.manage`, where the node has none yet; one that it has is never
   * replaced, and another one is refused. A node whose id was there before its first start does not initialise the staging
   * tables of the index, which the product does only where it makes the id itself (`IndexNodeCoordinator` of carbon-analytics
   * 1.3.0): so give it for a rebuilt node only. @default the product makes one
   * @change in place; refused where the node has another one
   */
  nodeId?: Input<string>;
  /** Ports of this node where they differ from `ports`. */
  ports?: PortsArgs;
  /**
   * How Pulumi reaches the node. Left out: root at `address`, port 22, with the keys of the SSH agent.
   * @change nothing; every step runs again
   */
  ssh?: SshArgs;
}

/** Ports as written into the files; the product adds its offset to all but Hazelcast's. */
export interface PortsArgs {
  /**
   * Hazelcast, `localMemberPort`. @default 4000
   * @change refused; with `allowFullStop` both nodes stop and start together
   */
  hazelcast?: Input<number>;
  /**
   * Event sync. @default 11224, effective 11225 with the stock offset
   * @change refused; with `allowFullStop` both nodes stop and start together
   */
  eventSync?: Input<number>;
  /**
   * State sync, HA management. @default 10005, effective 10006 with the stock offset
   * @change refused; with `allowFullStop` both nodes stop and start together
   */
  management?: Input<number>;
  /** Presentation, on a presenter node only. @default 11000 @change restart; where there is a presenter */
  presentation?: Input<number>;
}

/** How to log in to a host. */
export interface SshLoginArgs {
  /** @default 22 */
  port?: Input<number>;
  /** @default "root" */
  user?: Input<string>;
  /** Private key in PEM or OpenSSH form; a secret. Left out, the agent is asked. */
  privateKey?: Input<string>;
  /** Passphrase of the private key; a secret. */
  privateKeyPassword?: Input<string>;
  /** Socket of the SSH agent. @default the environment's SSH_AUTH_SOCK */
  agentSocketPath?: Input<string>;
  /**
   * The host's public key as in `authorized_keys`. Given, every connection is verified with it. On a node a changed key
   * means another host: all files are staged and activated there again. Left out, any key is accepted (a warning says so)
   * and a host that was made anew at the same address is not noticed.
   * @example "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…"
   * @change replacement; it is another host, which gets everything
   */
  hostKey?: Input<string>;
}

export interface SshArgs extends SshLoginArgs {
  /** Where SSH answers, if not at the node's address. @default the node's address */
  host?: Input<string>;
  /** Runs the node's scripts through `sudo -n`, for a user who does not own the product home. @default false */
  sudo?: Input<boolean>;
  /**
   * Seconds after which an unreachable host or a refused key is given up. A host that accepts the connection and then
   * never speaks SSH is not noticed by the command plugin at all (measured). @default 120
   */
  timeoutSeconds?: Input<number>;
  /** A host to connect through. */
  bastion?: BastionArgs;
}

export interface BastionArgs extends SshLoginArgs {
  host: Input<string>;
  /**
   * The bastion's public key, as that of a node. Left out, any key is accepted, and a warning says so.
   * @change nothing; every step runs again
   */
  hostKey?: Input<string>;
}

export interface ClusteringArgs {
  /**
   * The Hazelcast group. Two clusters on one network need two domains. A changed domain keeps a restarted node from
   * joining its peer.
   * @default "wso2.carbon.domain"
   * @change refused; with `allowFullStop` both nodes stop and start together
   */
  domain?: Input<string>;
  /**
   * The Hazelcast group's password. Left out, Hazelcast's public default `dev-pass` lets anybody who reaches the port
   * join (a warning says so). A secret. A change keeps a restarted node from joining its peer.
   * @change refused; with `allowFullStop` both nodes stop and start together
   */
  groupPassword?: Input<string>;
  /**
   * Seconds without a heartbeat after which a hung or cut-off node counts as failed
   * (`hazelcast.max.no.heartbeat.seconds`). The product's own value is 600: up to ten minutes until the passive node
   * takes over. A node whose process ended is noticed at once in any case.
   * @change restart
   */
  failureDetectionSeconds?: Input<number>;
}

export interface EventProcessingArgs {
  /**
   * Whether the state of event processing is written to `cep_persistence` every 15 minutes. The files are never deleted
   * by the product. @default true, as the product ships
   * @change restart
   */
  statePersistence?: Input<boolean>;
  /**
   * Whether a timer on each node keeps the two newest of these files of each execution plan and deletes the others, as the
   * specification advises: a systemd timer, else cron. Needs `service.manage`. Taken back, the timer goes.
   * @default true while `statePersistence` is on and the node has systemd or cron
   * @change in place
   */
  pruneStatePersistence?: Input<boolean>;
  /**
   * The node whose address and presentation port both nodes name under `<presentation>`, and which alone has
   * `<presenter enable="true"/>`. A node of this deployment is always a worker too, and the product starts the
   * presentation server only on a presenter that is no worker. @default "none"
   * @change restart
   */
  presenter?: Input<Presenter>;
}

export interface SparkArgs {
  /**
   * `carbon.das.symbolic.link`: one path, the same on both nodes, that leads to each node's home. Needed when the homes
   * differ, because Spark passes the driver's paths to the other node's executors.
   * @example "/opt/das_symlink/"
   * @change restart
   */
  symbolicLink?: Input<string>;
  /**
   * Makes that link on each node, with `service.manage`; never in place of something else. @default true
   * @change in place; a link that is there stays
   */
  makeSymbolicLink?: Input<boolean>;
}

export interface DeploymentSynchronizerArgs {
  /** http, https, svn or file; without user and password, which have their own arguments. @change restart */
  svnUrl: Input<string>;
  /** @change restart */
  svnUser?: Input<string>;
  /** A secret. @change restart */
  svnPassword?: Input<string>;
  /** @default true @change restart */
  svnUrlAppendTenantId?: Input<boolean>;
  /** The one node that commits; both check out. @default "node1" @change restart */
  committer?: Input<NodeName>;
  /**
   * The Subversion client, which the product does not ship. Needs `service.manage`. Used from a node's next start on.
   * @default it is on the nodes already
   * @change in place; used from the next start on
   */
  libraries?: SvnLibrariesArgs;
}

export interface SvnLibrariesArgs {
  /** `svnkit-all-1.8.7.wso2v1.jar`, which WSO2 offers for download, for `repository/components/dropins`. */
  svnKit: FileArgs;
  /** `trilead-ssh2-1.0.0-build215.jar`, for `repository/components/lib`. @default `com.trilead:trilead-ssh2` of Maven Central */
  sshClient?: FileArgs;
}

/** A file for both nodes, from one of two places. */
export interface FileArgs {
  /** On the machine that runs Pulumi; copied to the nodes over SFTP. */
  path?: string;
  /** http or https; downloaded by each node with `curl` or `wget`. */
  url?: string;
  /** Its sha256 in hexadecimal. Nothing else is ever put in its place. */
  sha256: string;
}

export interface CarbonAppsArgs {
  /**
   * `.car` files on the machine that runs Pulumi, by their own names. One taken out of the list is taken off the nodes;
   * those that somebody else has put there stay, and are replaced only with `overwrite`. A warning says which of them hold
   * `event.duplicated.in.cluster`, as the specification spells it: the product reads `events.duplicated.in.cluster`
   * (`EventAdapterConstants`).
   */
  files: string[];
  /**
   * Seconds to wait until a node's log says that the changed C-Apps are deployed. One that is not fails the update, and the next
   * one too, until it is. @default they are not waited for
   */
  waitSeconds?: Input<number>;
}

export interface DatabaseArgs {
  /** Host name or address of MySQL as the nodes see it. @change restart */
  host: Input<string>;
  /** @default 3306 @change restart */
  port?: Input<number>;
  /**
   * The user the product logs in with. A new name: the new user is made first, and the old one goes when both nodes have
   * the new one. (docs/databases.md)
   * @change restart; the new user is made before, the old one goes at the end
   */
  username: Input<string>;
  /**
   * Its password; a secret. Letters, digits and `& < > " = # ; : % { }` are fine, non-ASCII too; quotes (`'`),
   * backslashes and `${` are refused. Changed in place, it takes both nodes the possibility to log in anew until each has
   * restarted; give a new `username` with it and there is no such gap.
   * @change restart; until its restart a node cannot log in anew
   */
  password: Input<string>;
  /**
   * Names of the databases. A new name makes a new, empty database; refused while `protect` is on.
   * @change restart; with a new, empty database
   */
  names?: DatabaseNamesArgs;
  /**
   * Character sets. The two analytics databases must be latin1: their rows do not fit with any other.
   * @change in place; for tables that are made from then on
   */
  characterSets?: DatabaseCharacterSetsArgs;
  /**
   * Parameters of the JDBC URLs, merged over `autoReconnect=true` and `useSSL=false`. A user of MySQL 8 can log in over TLS, or
   * with `allowPublicKeyRetrieval: "true"` in a network that is trusted.
   * @example { useSSL: "true", requireSSL: "true", enabledTLSProtocols: "TLSv1.2" }
   * @change restart
   */
  jdbcParameters?: Record<string, Input<string>>;
  /**
   * The client hosts MySQL sees the nodes as: addresses, names or patterns. Needed where the nodes' addresses are
   * translated. One user and its grants each. @default the nodes' addresses
   * @change in place; the new users are made before, the old ones go at the end
   */
  clientHosts?: Input<string>[];
  /**
   * `documented` (ALL on the four databases, the specification's) or `least` (what the product needs). What only the old
   * one has is revoked when both nodes have restarted, if they have to. @default "documented"
   * @change in place
   */
  grants?: GrantMode;
  /** How the tables of the user and registry databases are made. @change in place; tables that are there stay */
  schema?: SchemaArgs;
  /**
   * Keeps the four databases in MySQL when their resources are deleted: a destroy, a new name. Users and grants stay after
   * a destroy too; under another name or host the old user goes in any case. @default true
   * @change nothing
   */
  retain?: boolean;
  /**
   * Takes over databases that exist instead of making them, for example after a destroy that retained them. All four have
   * to be there; refused, before anything is changed, where the character set of one differs. Users cannot be taken over
   * (docs/databases.md). Taken back, nothing changes. @default false
   * @change nothing; for databases that are not in the state yet
   */
  adopt?: boolean;
  /**
   * Who makes databases, users and grants. Left out, nothing is made in MySQL: all of it is there already, or an
   * `AnalyticsDatabases` of yours makes it. Taken away later, everything stays in MySQL unless `retain` is false: then the
   * nodes can no longer log in.
   * @change nothing
   */
  administrator?: AdministratorArgs;
}

export interface DatabaseNamesArgs {
  /** @default "userdb" */
  user?: Input<string>;
  /** @default "regdb" */
  registry?: Input<string>;
  /** @default "WSO2_ANALYTICS_EVENT_STORE_DB" */
  eventStore?: Input<string>;
  /** @default "WSO2_ANALYTICS_PROCESSED_DATA_STORE_DB" */
  processedData?: Input<string>;
}

/** Each @default "latin1". */
export interface DatabaseCharacterSetsArgs {
  user?: Input<string>;
  registry?: Input<string>;
  eventStore?: Input<string>;
  processedData?: Input<string>;
}

export interface SchemaArgs {
  /** Makes no tables: another deployment shares the databases and has made them. @default false */
  skip?: boolean;
  /** The user that makes the tables when `grants` is `least`; refused otherwise, where it would have nothing to do. */
  username?: Input<string>;
  /** Its password; a secret. */
  password?: Input<string>;
  /**
   * Further scripts of the distribution, run once after the tables were made.
   * @example [{ path: "dbscripts/identity/mysql-5.7.sql", database: "user" }]
   */
  furtherScripts?: FurtherScriptArgs[];
}

export interface FurtherScriptArgs {
  /** Path in the distribution. */
  path: Input<string>;
  database: Input<SchemaDatabase>;
}

export interface AdministratorArgs {
  username: Input<string>;
  /** A secret. */
  password: Input<string>;
  /** Where Pulumi reaches MySQL, if not where the nodes do. @default database.host */
  host?: Input<string>;
  /** @default database.port */
  port?: Input<number>;
  /** A SOCKS proxy on the way; kept as a secret, as a login may stand in it. @example "socks5h://127.0.0.1:1080" */
  proxy?: Input<string>;
  /** `true`, `false` or `skip-verify`. @default "false" */
  tls?: Input<string>;
}

export interface DirectoryArgs {
  /** Path in the product home. */
  path: Input<string>;
  /** An absolute path on the node. Made if it is missing; on a disk that is not mounted the update stops. */
  target: Input<string>;
  /** `symlink`, or `bind`, a mount that is also in /etc/fstab and needs root. @default "symlink" */
  kind?: Input<DirectoryKind>;
}

export interface ServiceArgs {
  /**
   * Whether the product is started, restarted and verified. Without it the files are activated on both nodes at once and
   * come into effect when somebody restarts the product; an argument that needs it is refused. @default true
   * @change in place; taken over by `true`, a node whose files differ restarts
   */
  manage?: boolean;
  /**
   * What runs the product: `systemd`, in a unit named after the product home, which also starts it at boot; `script`, the
   * product's own `bin/wso2server.sh`; or `auto`, systemd where it runs the host and Pulumi is root there.
   * @default "auto"
   * @change restart
   */
  manager?: Input<ServiceManager>;
  /**
   * The folder of a JDK 7 or 8 on the nodes. (The start script passes `-Djava.endorsed.dirs`, with which no later
   * one starts.) @default JAVA_HOME of the login, else that of the `java` on its path
   * @change restart
   */
  javaHome?: Input<string>;
  /**
   * `-Xms` and `-Xmx` of the product, by way of JAVA_OPTS; Spark's executors are processes of their own.
   * @default the product's own, 256 to 1024
   * @change restart
   */
  heapMegabytes?: Input<number>;
  /**
   * Seconds from a start until the node is healthy; then the start has failed. @default 600
   * @change nothing
   */
  startTimeoutSeconds?: Input<number>;
  /** Seconds until a node that was told to stop is killed. @default 120 @change nothing */
  stopTimeoutSeconds?: Input<number>;
  /** Seconds for which a node must stay healthy before it counts as started. @default 5 @change nothing */
  steadySeconds?: Input<number>;
  /**
   * Stops the product on both nodes when the component is destroyed; both have to answer then. In place, without dialling a
   * node. @default false
   * @change nothing
   */
  stopOnDestroy?: boolean;
}

export interface StatisticsDatabaseArgs {
  host: Input<string>;
  /** @default 3306 */
  port?: Input<number>;
  name: Input<string>;
  username: Input<string>;
  /** A secret. */
  password: Input<string>;
  /** Merged over `autoReconnect=true` and `useSSL=false`. */
  jdbcParameters?: Record<string, Input<string>>;
}

export interface OverrideArgs {
  /** Path in the product home. */
  file: Input<string>;
  /** `/Server/ServerKey`, `/a/b[@name='x']/@y`, `/a/b[name='x']/c`; in a properties file the key. */
  path: Input<string>;
  value: Input<string>;
  /**
   * Adds an element that the distribution has not, or has commented out only, as the last one in its parent, with the attributes
   * that the path asks for. A key of a properties file is added without. @default false
   * @example { file: "repository/conf/carbon.xml", path: "/Server/HostName", value: "analytics.example.com", add: true }
   * @change nothing; where the element is there
   */
  add?: Input<boolean>;
  /** Masks the value wherever rendered text is shown. @default false */
  secret?: Input<boolean>;
  /** Only on this node. @default both */
  node?: Input<NodeName>;
}
