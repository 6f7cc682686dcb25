import * as path from "node:path";
import type { AnalyticsClusterArgs } from "../../components";

/** A small description with plain values that a test can change. */
export function description(): AnalyticsClusterArgs {
  return {
    product: {
      profile: "apim-analytics-2.1.0",
      home: "/opt/wso2am-analytics-2.1.0",
      distribution: path.resolve(__dirname, "../../tools/sample-product"),
    },
    nodes: [{ address: "10.0.1.10" }, { address: "10.0.2.10" }],
    database: {
      host: "db.internal",
      username: "wso2analytics",
      password: "runtime-secret",
      administrator: { username: "root", password: "administrator-secret" },
    },
    clustering: { groupPassword: "group-secret" },
  };
}
