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
  purpose: string;
}

export const PortRole = {
  Console: "console",
  Thrift: "thrift",
  ThriftSsl: "thriftSsl",
  Hazelcast: "hazelcast",
  EventSync: "eventSync",
  Management: "management",
  Presentation: "presentation",
  SparkMaster: "sparkMaster",
  SparkWorker: "sparkWorker",
  SparkBlockManager: "sparkBlockManager",
  SparkBroadcast: "sparkBroadcast",
  SparkDriver: "sparkDriver",
  SparkExecutor: "sparkExecutor",
  SparkFileServer: "sparkFileServer",
  SparkReplClassServer: "sparkReplClassServer",
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
    mysqlScript: "dbscripts/mysql.sql",
    mysql57Script: "dbscripts/mysql5.7.sql",
  },
  ports: {
    console: { configured: 9443, shifted: true, purpose: "management console and REST API, HTTPS" },
    thrift: { configured: 7611, shifted: true, purpose: "events from publishers, thrift" },
    thriftSsl: {
      configured: 7711,
      shifted: true,
      purpose: "events and authentication of publishers, thrift over TLS",
    },
    hazelcast: { configured: 4000, shifted: false, purpose: "cluster membership, Hazelcast" },
    eventSync: { configured: 11224, shifted: true, purpose: "event sync between the nodes" },
    management: { configured: 10005, shifted: true, purpose: "state sync between the nodes, HA management" },
    presentation: {
      configured: 11000,
      shifted: true,
      purpose: "HA presentation, on a presenter that is no worker",
    },
    sparkMaster: { configured: 7077, shifted: true, purpose: "Spark master" },
    sparkWorker: { configured: 11000, shifted: true, purpose: "Spark worker" },
    sparkBlockManager: { configured: 12000, shifted: true, retries: 16, purpose: "Spark block manager" },
    sparkBroadcast: { configured: 12500, shifted: true, retries: 16, purpose: "Spark broadcast" },
    sparkDriver: { configured: 13000, shifted: true, retries: 16, purpose: "Spark driver" },
    sparkExecutor: { configured: 13500, shifted: true, retries: 16, purpose: "Spark executor" },
    sparkFileServer: { configured: 14000, shifted: true, retries: 16, purpose: "Spark file server" },
    sparkReplClassServer: {
      configured: 14500,
      shifted: true,
      retries: 16,
      purpose: "Spark REPL class server",
    },
  },
};

const profiles: readonly ProductProfile[] = [apimAnalytics210];

export const profileIds: readonly string[] = profiles.map((profile) => profile.id);

/** The profile of that id, or undefined where the product version is not known. */
export function findProfile(id: string): ProductProfile | undefined {
  return profiles.find((profile) => profile.id === id);
}
