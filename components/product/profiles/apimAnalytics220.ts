import { apimAnalytics210 } from "./apimAnalytics210";
import { withData } from "./nodeIdFiles";
import type { ProductProfile } from "./productProfile";

/** Carbon kernel 4.4.26, carbon-analytics 1.3.25, carbon-analytics-common 5.1.37. */
export const apimAnalytics220: ProductProfile = {
  ...apimAnalytics210,
  id: "apim-analytics-2.2.0",
  version: "2.2.0",
  analyticsCommon: "5.1.37",
  modes: ["Single", "HA", "Distributed"],
  schema: { tables: 40, indexes: 23 },
  nodeIdFiles: withData,
};
