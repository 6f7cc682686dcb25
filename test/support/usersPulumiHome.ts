import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/**
 * Stands a folder in for the user's own PULUMI_HOME while the tests run, with the user's plugins in it, and fails the run
 * where anything was written into it. (The user's own may be in use meanwhile, so it cannot be compared.)
 */
export default function usersPulumiHomeStays(): () => void {
  const own = process.env.PULUMI_HOME || path.join(os.homedir(), ".pulumi");
  const home = mkdtempSync(path.join(os.tmpdir(), "users-pulumi-home-"));
  mkdirSync(path.join(home, "plugins"));
  const plugins = path.join(own, "plugins");
  for (const plugin of namesIn(plugins)) {
    symlinkSync(path.join(plugins, plugin), path.join(home, "plugins", plugin));
  }
  const before = namesIn(home, true);
  process.env.PULUMI_HOME = home;
  return () => {
    const made = namesIn(home, true).filter((file) => !before.includes(file));
    rmSync(home, { recursive: true });
    if (made.length > 0) {
      throw new Error(`the tests wrote into the user's PULUMI_HOME:\n${made.join("\n")}`);
    }
  };
}

function namesIn(folder: string, recursive = false): string[] {
  try {
    return readdirSync(folder, { recursive, encoding: "utf8" });
  } catch {
    return [];
  }
}
