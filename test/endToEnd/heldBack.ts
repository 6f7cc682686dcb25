import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { ResourceTransform } from "@pulumi/pulumi";

/** Resources by name, each with the file before which it is not registered. */
export type Holds = Record<string, string>;

/** For `transforms`: holds steps of an update back, so that two updates meet in a certain order. */
export function heldBack(holds: Holds): ResourceTransform {
  return async ({ name }) => {
    const file = holds[name];
    while (file !== undefined && !existsSync(file)) await sleep(50);
    return undefined;
  };
}
