import type { LogLine } from "./productLog";

/**
 * Facts about one product version. Nothing else in `components/` depends on a version, so another one is another file in this
 * folder.
 */
export interface ProductProfile {
  /** The value of `product.profile`: the product and its version. */
  id: string;
  /** `Name` and `ServerKey` of carbon.xml. */
  name: string;
  serverKey: string;
  /** The folder in the product's zip, without the version: `wso2am-analytics`. */
  folder: string;
  version: string;
  /** The version of carbon-analytics-common, and so of its jars in `repository/components/plugins`. */
  analyticsCommon: string;
  files: ProductFiles;
  /** Default ports as the stock files have them, before the offset. */
  ports: Record<PortRole, ProfilePort>;
  /** `Ports.Offset` of the stock carbon.xml. */
  portOffset: number;
  /** The modes of the stock event-processor.xml. */
  modes: readonly string[];
  /** The tables and indexes that the distribution's scripts make in the user and registry databases. */
  schema: { tables: number; indexes: number };
  /** The product reads `<persistence>` inside the HA mode. */
  persistsState: boolean;
  /** A row of its event tables fits into MySQL's 65,535 bytes only in latin1: ten VARCHAR(4000). */
  needsLatin1: boolean;
  /** Spark's master and worker take the address in SPARK_LOCAL_IP, or else that of the first network interface. */
  readsSparkAddress: boolean;
  /** The first node of a stopped cluster finishes its start only when the second one joins (`tasks-config.xml`). */
  waitsForPeer: boolean;
  /** The version of Spark. */
  spark: string;
  /** The lines of its log that say what a node is. */
  log: readonly LogLine[];
  /** The Java versions that it starts with, as `java -version` begins: `1.8`. */
  javaVersions: readonly string[];
  /** The variable with the heap options; the start script has its own where it is not set. */
  heapVariable: "JAVA_OPTS" | "JVM_MEM_OPTS";
  /** The files that this version and its updates read the node's id from, the one that counts first. */
  nodeIdFiles: readonly string[];
}

/** Paths in the product home. Undefined where the product ships or reads no such file. */
export interface ProductFiles {
  /** Every file that datasources are loaded from, as a pattern; the master's first, the others in no order. */
  allDatasources: string;
  masterDatasources: string;
  analyticsDatasources: string;
  statisticsDatasources: string | undefined;
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
  hazelcastConfiguration: string | undefined;
  /** If it is there, a start waits for as many nodes as it says. */
  tasksConfiguration: string;
  startScript: string;
  /** Of log4j. */
  logConfiguration: string;
  /** Tables of the user and registry databases, for MySQL before 5.7. */
  mysqlScript: string;
  /** The same for MySQL 5.7 and later. */
  mysql57Script: string | undefined;
}

export interface ProfilePort {
  /** As configured in the stock files. */
  configured: number;
  /** The product adds `Ports.Offset` of carbon.xml. */
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
