import { das310 } from "./das310";
import { logOf508 } from "./productLog";
import type { ProductProfile } from "./productProfile";
import { stockFiles } from "./stockFiles";
import { portsOf508 } from "./stockPorts";

/**
 * Carbon kernel 4.4.3, carbon-analytics 1.0.5, carbon-analytics-common 5.0.8.
 *
 * This kernel does not look at hazelcast.xml (`HazelcastClusteringAgent`). This release has no script for MySQL 5.7.
 */
export const das301: ProductProfile = {
  ...das310,
  id: "das-3.0.1",
  version: "3.0.1",
  analyticsCommon: "5.0.8",
  files: { ...stockFiles, hazelcastConfiguration: undefined, mysql57Script: undefined },
  ports: portsOf508,
  modes: ["SingleNode", "HA", "Distributed"],
  schema: { tables: 39, indexes: 17 },
  // Only that of the mode SingleNode is read (ManagementModeConfigurationLoader).
  persistsState: false,
  // AnalyticsComponent takes the address of the first network interface.
  readsSparkAddress: false,
  waitsForPeer: false,
  spark: "1.4.2",
  log: logOf508,
  heapVariable: "JAVA_OPTS",
};
