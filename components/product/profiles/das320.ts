import { das310 } from "./das310";
import { withData } from "./nodeIdFiles";
import type { ProductProfile } from "./productProfile";

/** Carbon kernel 4.4.26, carbon-analytics 1.3.25, carbon-analytics-common 5.1.37. */
export const das320: ProductProfile = {
  ...das310,
  id: "das-3.2.0",
  version: "3.2.0",
  analyticsCommon: "5.1.37",
  modes: ["Single", "HA", "Distributed"],
  schema: { tables: 40, indexes: 23 },
  needsLatin1: true,
  nodeIdFiles: withData,
};
