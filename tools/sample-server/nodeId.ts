import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Configuration } from "./configuration/configuration";
import { formerNodeIdFile } from "./configuration/habits";

/**
 * The node's lasting identity in the index, made where there is none, as `IndexNodeCoordinator` does it. A version with another
 * file moves the id there from conf/analytics.
 */
export function keptNodeId({ home, habits }: Configuration): string {
  const file = path.join(home, habits.nodeIdFile);
  const former = path.join(home, formerNodeIdFile);
  const own = idIn(file);
  const id = own ?? idIn(former) ?? randomUUID();
  if (own === undefined) writeFileSync(file, id);
  if (file !== former) rmSync(former, { force: true });
  return id;
}

function idIn(file: string): string | undefined {
  const text = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  return text === "" ? undefined : text;
}
