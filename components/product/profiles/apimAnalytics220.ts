import { analyticsCommon5137 } from "./analyticsCommon5137";
import { apimAnalytics210 } from "./apimAnalytics210";
import type { ProductProfile } from "./productProfile";

export const apimAnalytics220: ProductProfile = {
  ...apimAnalytics210,
  ...analyticsCommon5137,
  id: "apim-analytics-2.2.0",
  version: "2.2.0",
};
