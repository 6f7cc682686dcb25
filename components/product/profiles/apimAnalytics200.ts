import { apimAnalytics210 } from "./apimAnalytics210";
import { logOf510 } from "./productLog";
import type { ProductProfile } from "./productProfile";

/** Carbon kernel 4.4.7, carbon-analytics 1.1.3, carbon-analytics-common 5.1.0. */
export const apimAnalytics200: ProductProfile = {
  ...apimAnalytics210,
  id: "apim-analytics-2.0.0",
  version: "2.0.0",
  analyticsCommon: "5.1.0",
  schema: { tables: 39, indexes: 21 },
  needsLatin1: false,
  spark: "1.4.3",
  log: logOf510,
};
