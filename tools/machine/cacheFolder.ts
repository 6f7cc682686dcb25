import os from "node:os";
import path from "node:path";

/** What is installed once for this user and used by every clone of the repository. */
export function cacheFolder(): string {
  const base = process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache");
  return path.join(base, "pulumi-wso2-analytics");
}
