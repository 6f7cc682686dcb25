import { inConfiguration } from "./nodeIdFiles";
import { logOf517, logOfTasks } from "./productLog";
import type { ProductProfile } from "./productProfile";
import { stockFiles } from "./stockFiles";
import { stockPorts } from "./stockPorts";

/** Carbon kernel 4.4.9, carbon-analytics 1.2.7, carbon-analytics-common 5.1.3. */
export const das310: ProductProfile = {
  id: "das-3.1.0",
  name: "WSO2 Data Analytics Server",
  serverKey: "DAS",
  folder: "wso2das",
  version: "3.1.0",
  analyticsCommon: "5.1.3",
  files: stockFiles,
  ports: stockPorts,
  portOffset: 0,
  modes: ["HA", "Distributed"],
  schema: { tables: 39, indexes: 21 },
  persistsState: true,
  needsLatin1: false,
  readsSparkAddress: true,
  waitsForPeer: true,
  spark: "1.6.2",
  log: [...logOf517, ...logOfTasks],
  // As with API-M Analytics.
  javaVersions: ["1.7", "1.8"],
  heapVariable: "JVM_MEM_OPTS",
  nodeIdFiles: inConfiguration,
};
