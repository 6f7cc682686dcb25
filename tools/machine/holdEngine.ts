import { setTimeout as sleep } from "node:timers/promises";
import type { EngineStack } from "./engineStack";
import { signal } from "./processes";

/**
 * Stops an engine that is to be killed. Not while it writes its state: Pulumi's file backend writes in place, and half a state keeps
 * every later update from beginning ("failed to load checkpoint", CLI 3.250).
 */
export async function holdEngine(stack: EngineStack, engine: readonly { pid: number }[]): Promise<void> {
  for (const { pid } of engine) {
    while (signal(pid, "SIGSTOP") && !stack.hasWholeState()) {
      signal(pid, "SIGCONT");
      await sleep(5);
    }
  }
}
