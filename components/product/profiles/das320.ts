import { analyticsCommon5137 } from "./analyticsCommon5137";
import { das310 } from "./das310";
import { logOf5137, logOfTasks } from "./productLog";
import type { ProductProfile } from "./productProfile";

export const das320: ProductProfile = {
  ...das310,
  ...analyticsCommon5137,
  id: "das-3.2.0",
  version: "3.2.0",
  log: [...logOf5137, ...logOfTasks],
};
