import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The node's lasting identity in the index, made where there is none, as `IndexNodeCoordinator` does it. */
export function keptNodeId(home: string): string {
  const file = path.join(home, "repository/conf/analytics/my-node-id.dat");
  const kept = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  if (kept !== "") return kept;
  const made = randomUUID();
  writeFileSync(file, made);
  return made;
}
