import type { Input } from "@pulumi/pulumi";
import type { DirectoryKind, ServiceManager } from "../clusterDescription";

export interface ProductArgs {
  /**
   * The product and its version, one of those in docs/products.md.
   * Refused where the distribution is another one, by a bundle in it or its `ServerKey`.
   * @default found in the distribution: by its bundles, `ServerKey`, modes and folder, in this order
   * @example "apim-analytics-2.1.0"
   * @change refused; with `rollout.limit` fullStop both nodes stop and start together with the other version
   */
  profile?: Input<string>;
  /**
   * The product home on the nodes, absolute, without spaces (`bin/wso2server.sh` sources files unquoted).
   * A node can have its own. A name without a version stays right after an update to another one. Refused while the product runs in the
   * former home: docs/products.md says how to move it.
   * @change replacement; refused while the product runs in the former home, which stays as it is
   * @format home
   */
  home: Input<string>;
  /**
   * The distribution on the machine that runs Pulumi: the product's zip, its unpacked folder, or a folder holding that
   * folder only. Its files are the base text of every edit; its `dbscripts` make the tables.
   * @example "./wso2am-analytics-2.1.0.zip"
   * @change restart; where a file differs
   * @path
   */
  distribution?: Input<string>;
  /**
   * Installs the product on nodes that have no home yet: from the zip that `distribution` names, sent to each of them once, or
   * from a URL that they download themselves. A home that others have installed is never touched. Another zip of the same
   * version rolls through the nodes like any change (one of another version takes `rollout.limit` fullStop): the files that differ are exchanged while the node stands still, and
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
   * Every port but Hazelcast's moves with it, event sync and management too (`product/profiles/stockPorts.ts` says why; not in DAS 3.0.1).
   * @change refused; with `rollout.limit` fullStop both nodes stop and start together
   * @format portOffset
   */
  portOffset?: Input<number>;
}

export interface InstallArgs {
  /**
   * Where the nodes download the zip, with curl or wget.
   * @default the zip of `product.distribution` is sent
   * @format downloadUrl @secret
   */
  url?: Input<string>;
  /**
   * The zip's sha256; needed with `url`.
   * @default computed once from the local zip, and kept in the user's cache folder
   * @format sha256
   */
  sha256?: Input<string>;
  /**
   * The user on the nodes who owns the home and so runs the product; must exist. Another one than the login takes root or
   * `ssh.sudo`. Only for what is installed: an existing home keeps its owner. @default `ssh.user`
   * @change nothing; a home that is there keeps its owner
   * @format login
   */
  user?: Input<string>;
}

/** Exactly one of `file` and `url`, either named `mysql-connector-java-5.1.<number>.jar`. */
export interface JdbcDriverArgs {
  /** On the machine that runs Pulumi; sent to each node once. @format driverFile @path */
  file?: Input<string>;
  /** Where the nodes download it, with curl or wget. @format driverUrl @secret */
  url?: Input<string>;
  /** Its sha256; needed with `url`. @default computed from the local file @format sha256 */
  sha256?: Input<string>;
}

/** A file for both nodes, from one of two places. */
export interface FileArgs {
  /** On the machine that runs Pulumi; copied to the nodes over SFTP. @format localFile @path */
  path?: string;
  /** http or https; downloaded by each node with `curl` or `wget`. @format downloadUrl @secret */
  url?: string;
  /** Its sha256 in hexadecimal. Nothing else is ever put in its place. @format sha256 */
  sha256: string;
}

export interface CarbonAppsArgs {
  /**
   * `.car` files on the machine that runs Pulumi, by their own names. One taken out of the list is taken off the nodes;
   * those that somebody else has put there stay, and are replaced only with `overwrite`. A warning says which of them hold
   * `event.duplicated.in.cluster`, as the specification spells it: the product reads `events.duplicated.in.cluster`
   * (`EventAdapterConstants`).
   * @format carbonApp @path
   */
  files: string[];
  /**
   * Seconds to wait until a node's log says that the changed C-Apps are deployed. One that is not fails the update, and the next
   * one too, until it is. @default they are not waited for
   * @range 1 to 86400 seconds
   */
  waitSeconds?: Input<number>;
}

export interface DirectoryArgs {
  /** Path in the product home. @format movableFolder */
  path: Input<string>;
  /** An absolute path on the node. Made if it is missing; on a disk that is not mounted the update stops. @format home */
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
   * The folder of a JDK 7 or 8 on the nodes. (The start script of every version passes `-Djava.endorsed.dirs`, with which no
   * later one starts.) @default JAVA_HOME of the login, else that of the `java` on its path
   * @change restart
   * @format home
   */
  javaHome?: Input<string>;
  /**
   * `-Xms` and `-Xmx` of the product, by way of JAVA_OPTS or JVM_MEM_OPTS; Spark's executors are processes of their own.
   * @default the product's own, 256 to 1024 (DAS 3.1.0 and 3.2.0: 2048)
   * @change restart
   * @range 256 to 1048576 megabytes
   */
  heapMegabytes?: Input<number>;
  /** @deprecated The old name of `rollout.startTimeoutSeconds`. @change nothing @range 1 to 86400 seconds */
  startTimeoutSeconds?: Input<number>;
  /** @deprecated The old name of `rollout.stopTimeoutSeconds`. @change nothing @range 1 to 86400 seconds */
  stopTimeoutSeconds?: Input<number>;
  /** @deprecated The old name of `rollout.steadySeconds`. @change nothing @range 0 to 3600 seconds */
  steadySeconds?: Input<number>;
  /**
   * Stops the product on both nodes when the component is destroyed, and keeps it and its timer from being started again; both
   * nodes have to answer then. In place, without dialling a node. @default false
   * @change nothing
   */
  stopOnDestroy?: boolean;
}
