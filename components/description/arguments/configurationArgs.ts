import type { Input } from "@pulumi/pulumi";
import type { NodeName, Presenter } from "../clusterDescription";
import type { FileArgs } from "./productArgs";

export interface ClusteringArgs {
  /**
   * The Hazelcast group. Two clusters on one network need two domains. A changed domain keeps a restarted node from
   * joining its peer.
   * @default "wso2.carbon.domain"
   * @change refused; with `rollout.limit` fullStop both nodes stop and start together
   * @format clusterDomain
   */
  domain?: Input<string>;
  /**
   * The Hazelcast group's password. Left out, Hazelcast's public default `dev-pass` lets anybody who reaches the port
   * join (a warning says so). A change keeps a restarted node from joining its peer.
   * @change refused; with `rollout.limit` fullStop both nodes stop and start together
   * @format productPassword @secret
   */
  groupPassword?: Input<string>;
  /**
   * Seconds without a heartbeat after which a hung or cut-off node counts as failed
   * (`hazelcast.max.no.heartbeat.seconds`). The product's own value is 600: up to ten minutes until the passive node
   * takes over. A node whose process ended is noticed at once in any case.
   * @change restart
   * @range 5 to 3600 seconds
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
   * @format linkPath
   */
  symbolicLink?: Input<string>;
  /**
   * Makes that link on each node, with `service.manage`; never in place of something else. @default true
   * @change in place; a link that is there stays
   */
  makeSymbolicLink?: Input<boolean>;
}

export interface DeploymentSynchronizerArgs {
  /** http, https, svn or file; without user and password, which have their own arguments. @change restart @format svnUrl */
  svnUrl: Input<string>;
  /** @change restart */
  svnUser?: Input<string>;
  /** @change restart @format productPassword @secret */
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

export interface OverrideArgs {
  /** Path in the product home. @format overrideFile */
  file: Input<string>;
  /** `/Server/ServerKey`, `/a/b[@name='x']/@y`, `/a/b[name='x']/c`; in a properties file the key. */
  path: Input<string>;
  /** @format overrideValue */
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
