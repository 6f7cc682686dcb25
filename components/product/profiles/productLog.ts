/** What a line of the product's log says about its node. */
export const LogEvent = {
  Active: "active",
  Passive: "passive",
  /** A third node: there are more than two. */
  Backup: "backup",
  Syncing: "syncing",
  Synced: "synced",
  SparkMaster: "master",
  SparkWorker: "worker",
  /** Its start waits for the other node. */
  Waiting: "waiting",
  NoLongerWaiting: "together",
  /** This start cannot succeed. */
  Failed: "failed",
} as const;
export type LogEvent = (typeof LogEvent)[keyof typeof LogEvent];

/** A line counts only if its own logger has written it. */
export interface LogLine {
  event: LogEvent;
  /** The class below `org.wso2.carbon` that writes the line, or the package of the classes that do. */
  logger: string;
  /** The beginning of its message. */
  message: string;
}

const highAvailability = "event.processor.manager.core";
const manager = `${highAvailability}.internal.HAManager`;
const spark = "analytics.spark.core.internal.SparkAnalyticsExecutor";
const tasks = "ntask.core.impl.clustered.ClusterGroupCommunicator";

/** In every version, the lines of carbon-analytics-common 5.0.8 to 5.1.37 among them. */
const common: readonly LogLine[] = [
  { event: LogEvent.Active, logger: manager, message: "Became CEP HA Active Member" },
  { event: LogEvent.Passive, logger: manager, message: "Became CEP HA Passive Member" },
  { event: LogEvent.Syncing, logger: manager, message: "CEP HA State syncing started" },
  { event: LogEvent.Synced, logger: manager, message: "CEP HA State successfully synced" },
  ...failures(highAvailability, [
    "Cannot start CEP HA Snapshot Server",
    "Error in starting CEP HA Snapshot Server",
    "Unable to start TCPEventServer",
    "Error while setting the member as passive member",
    "CEP started with clustering enabled, but SingleNode configuration given",
    "CEP started in Single node mode",
  ]),
  ...failures("analytics.dataservice.core", ["Error in activating analytics data service"]),
  ...failures("user.core", ["Cannot start User Manager Core bundle"]),
];

/** `HAManager` from carbon-analytics-common 5.1.0 on. */
const backup: LogLine = { event: LogEvent.Backup, logger: manager, message: "Became CEP HA Backup Member" };

/** Up to carbon-analytics 1.3.9. */
const plainSpark: readonly LogLine[] = [
  { event: LogEvent.SparkMaster, logger: spark, message: "Started SPARK MASTER in" },
  { event: LogEvent.SparkWorker, logger: spark, message: "Started SPARK WORKER in" },
];

/** From carbon-analytics 1.3.10 on. */
const taggedSpark: readonly LogLine[] = [
  { event: LogEvent.SparkMaster, logger: spark, message: "[Spark init - master] Started SPARK MASTER in" },
  { event: LogEvent.SparkWorker, logger: spark, message: "[Spark init - worker] Started SPARK WORKER in" },
];

/** Of carbon-analytics-common 5.0.8 with carbon-analytics 1.0.5, which runs no mode where none is on. */
export const logOf508: readonly LogLine[] = [
  ...common,
  ...plainSpark,
  ...failures(highAvailability, ["Could not create EventProcessorManagementService"]),
];

/** Of carbon-analytics-common 5.1.0 with carbon-analytics 1.1.3. */
export const logOf510: readonly LogLine[] = [...common, backup, ...plainSpark];

/** Of carbon-analytics-common 5.1.3 and 5.1.7, and of updates: 2.1.0-update9 has carbon-analytics 1.3.16. */
export const logOf517: readonly LogLine[] = [...logOf510, ...taggedSpark];

/** Of carbon-analytics-common 5.1.37 with carbon-analytics 1.3.25. */
export const logOf5137: readonly LogLine[] = [...common, backup, ...taggedSpark];

/** Of a version that waits for the other node (`tasks-config.xml`). */
export const logOfTasks: readonly LogLine[] = [
  { event: LogEvent.Waiting, logger: tasks, message: "Waiting for " },
  { event: LogEvent.NoLongerWaiting, logger: tasks, message: "All task servers activated for [" },
];

function failures(logger: string, messages: readonly string[]): LogLine[] {
  return messages.map((message) => ({ event: LogEvent.Failed, logger, message }));
}
