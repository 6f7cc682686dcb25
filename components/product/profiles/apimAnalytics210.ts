import { inConfiguration } from "./nodeIdFiles";
import { logOf517 } from "./productLog";
import type { ProductProfile } from "./productProfile";
import { apimAnalyticsFiles } from "./stockFiles";
import { stockPorts } from "./stockPorts";

/** Carbon kernel 4.4.11, carbon-analytics 1.3.0, carbon-analytics-common 5.1.7. */
export const apimAnalytics210: ProductProfile = {
  id: "apim-analytics-2.1.0",
  name: "WSO2 API Manager Analytics Server",
  serverKey: "AM-Analytics",
  folder: "wso2am-analytics",
  version: "2.1.0",
  analyticsCommon: "5.1.7",
  files: apimAnalyticsFiles,
  ports: stockPorts,
  portOffset: 1,
  modes: ["HA", "Distributed"],
  schema: { tables: 39, indexes: 22 },
  persistsState: true,
  needsLatin1: true,
  readsSparkAddress: true,
  waitsForPeer: false,
  spark: "1.6.2",
  log: logOf517,
  // The start script passes -Djava.endorsed.dirs, with which no later one starts.
  javaVersions: ["1.7", "1.8"],
  heapVariable: "JAVA_OPTS",
  nodeIdFiles: inConfiguration,
};
