import { withData } from "./nodeIdFiles";
import { logOf5137 } from "./productLog";
import type { ProductProfile } from "./productProfile";

/** What the products have in common that are built of carbon kernel 4.4.26, carbon-analytics 1.3.25, carbon-analytics-common 5.1.37. */
export const analyticsCommon5137 = {
  analyticsCommon: "5.1.37",
  modes: ["Single", "HA", "Distributed"],
  schema: { tables: 40, indexes: 23 },
  needsLatin1: true,
  log: logOf5137,
  nodeIdFiles: withData,
} satisfies Partial<ProductProfile>;
