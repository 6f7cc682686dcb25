/**
 * What is known of a product version: where its files are and which ports it shifts by the port offset.
 * Nothing else in `configuration/` names a path, so that another version is another entry of `profiles`.
 */
export interface ProductProfile {
  id: string;
  files: ProductFiles;
  /** Default ports as the stock files have them, before the offset. */
  ports: Record<PortRole, ProfilePort>;
}

export interface ProductFiles {
  /** Every file that datasources are loaded from, as a pattern; the master's first, the others in no order. */
  allDatasources: string;
  masterDatasources: string;
  analyticsDatasources: string;
  statisticsDatasources: string;
  userManagement: string;
  registry: string;
  carbon: string;
  axis2: string;
  eventProcessor: string;
  analyticsConfiguration: string;
  sparkDefaults: string;
  sparkEnvironment: string;
  hazelcastProperties: string;
  /** If it is there, Hazelcast is configured by it, and not by the clustering section of `axis2`. */
  hazelcastConfiguration: string;
  startScript: string;
  /** Tables of the user and registry databases, for MySQL before 5.7. */
  mysqlScript: string;
  /** The same for MySQL 5.7 and later. */
  mysql57Script: string;
}

export interface ProfilePort {
  /** As configured in the stock files. */
  configured: number;
  /** Whether the product adds `Ports.Offset` of carbon.xml. */
  shifted: boolean;
  /** Ports tried upwards from the first when one is taken (Spark's `spark.port.maxRetries`, 16). */
  retries?: number;
  scope: PortScope;
  purpose: string;
}

/** Who connects to a port from elsewhere, and so whom a security group lets in. */
export const PortScope = {
  /** The other node. */
  Nodes: "nodes",
  /** Publishers of events, administrators, API-M. */
  Clients: "clients",
  /** Nobody, or only who opens it on purpose; in use on the node all the same. */
  Closed: "closed",
} as const;
export type PortScope = (typeof PortScope)[keyof typeof PortScope];

export const PortRole = {
  Console: "console",
  ConsoleHttp: "consoleHttp",
  Thrift: "thrift",
  ThriftSsl: "thriftSsl",
  Binary: "binary",
  BinarySsl: "binarySsl",
  Hazelcast: "hazelcast",
  EventSync: "eventSync",
  Management: "management",
  Presentation: "presentation",
  SparkMaster: "sparkMaster",
  SparkMasterRest: "sparkMasterRest",
  SparkMasterUi: "sparkMasterUi",
  SparkWorker: "sparkWorker",
  SparkWorkerUi: "sparkWorkerUi",
  SparkUi: "sparkUi",
  SparkBlockManager: "sparkBlockManager",
  SparkBroadcast: "sparkBroadcast",
  SparkDriver: "sparkDriver",
  SparkExecutor: "sparkExecutor",
  SparkFileServer: "sparkFileServer",
  SparkReplClassServer: "sparkReplClassServer",
  JmxRegistry: "jmxRegistry",
  JmxServer: "jmxServer",
} as const;
export type PortRole = (typeof PortRole)[keyof typeof PortRole];

const conf = "repository/conf";

/**
 * WSO2 API-M Analytics 2.1.0: carbon kernel 4.4.11, carbon-analytics 1.3.0, carbon-analytics-common 5.1.7.
 *
 * The specification says that the event sync and management ports are not shifted by the offset. In the code of
 * this version they are (`HAConfiguration` of analytics-common adds `CarbonUtils.getPortOffset`), and only
 * Hazelcast's is not; with the stock offset 1 the nodes therefore listen on 11225 and 10006.
 */
const apimAnalytics210: ProductProfile = {
  id: "apim-analytics-2.1.0",
  files: {
    allDatasources: `${conf}/datasources/*-datasources.xml`,
    masterDatasources: `${conf}/datasources/master-datasources.xml`,
    analyticsDatasources: `${conf}/datasources/analytics-datasources.xml`,
    statisticsDatasources: `${conf}/datasources/stats-datasources.xml`,
    userManagement: `${conf}/user-mgt.xml`,
    registry: `${conf}/registry.xml`,
    carbon: `${conf}/carbon.xml`,
    axis2: `${conf}/axis2/axis2.xml`,
    eventProcessor: `${conf}/event-processor.xml`,
    analyticsConfiguration: `${conf}/analytics/analytics-config.xml`,
    sparkDefaults: `${conf}/analytics/spark/spark-defaults.conf`,
    sparkEnvironment: "bin/load-spark-env-vars.sh",
    hazelcastProperties: `${conf}/hazelcast.properties`,
    hazelcastConfiguration: `${conf}/etc/hazelcast.xml`,
    startScript: "bin/wso2server.sh",
    mysqlScript: "dbscripts/mysql.sql",
    mysql57Script: "dbscripts/mysql5.7.sql",
  },
  ports: {
    console: clients(9443, "management console and REST API, HTTPS"),
    consoleHttp: closed(9763, "management console, HTTP"),
    thrift: clients(7611, "events from publishers, thrift"),
    thriftSsl: clients(7711, "events and authentication of publishers, thrift over TLS"),
    binary: closed(9611, "events from publishers, binary"),
    binarySsl: closed(9711, "events from publishers, binary over TLS"),
    hazelcast: { ...nodes(4000, "cluster membership, Hazelcast"), shifted: false },
    eventSync: nodes(11224, "event sync between the nodes"),
    management: nodes(10005, "state sync between the nodes, HA management"),
    presentation: closed(11000, "HA presentation, on a presenter that is no worker"),
    sparkMaster: nodes(7077, "Spark master"),
    // Takes jobs from whoever reaches it.
    sparkMasterRest: closed(6066, "Spark master, REST"),
    sparkMasterUi: closed(8081, "Spark master, web pages"),
    sparkWorker: nodes(11000, "Spark worker"),
    sparkWorkerUi: closed(11500, "Spark worker, web pages"),
    sparkUi: closed(4040, "Spark application, web pages"),
    sparkBlockManager: { ...nodes(12000, "Spark block manager"), retries: 16 },
    sparkBroadcast: { ...nodes(12500, "Spark broadcast"), retries: 16 },
    sparkDriver: { ...nodes(13000, "Spark driver"), retries: 16 },
    sparkExecutor: { ...nodes(13500, "Spark executor"), retries: 16 },
    sparkFileServer: { ...nodes(14000, "Spark file server"), retries: 16 },
    sparkReplClassServer: { ...nodes(14500, "Spark REPL class server"), retries: 16 },
    jmxRegistry: closed(9999, "JMX, RMI registry"),
    jmxServer: closed(11111, "JMX, RMI server"),
  },
};

/** The product shifts all of its ports but Hazelcast's. */
function nodes(configured: number, purpose: string): ProfilePort {
  return { configured, shifted: true, scope: PortScope.Nodes, purpose };
}

function clients(configured: number, purpose: string): ProfilePort {
  return { configured, shifted: true, scope: PortScope.Clients, purpose };
}

function closed(configured: number, purpose: string): ProfilePort {
  return { configured, shifted: true, scope: PortScope.Closed, purpose };
}

const profiles: readonly ProductProfile[] = [apimAnalytics210];

export const profileIds: readonly string[] = profiles.map((profile) => profile.id);

/** The profile of that id, or undefined where the product version is not known. */
export function findProfile(id: string): ProductProfile | undefined {
  return profiles.find((profile) => profile.id === id);
}
