import { setTimeout as sleep } from "node:timers/promises";
import { parentPort } from "node:worker_threads";
import { type Found, PlaceLook } from "./places";
import { ProcessLook } from "./processLook";
import type { Look, Sight } from "./watch";

/** Between two rounds, which take about a quarter of that: what is watched needs the machine too. */
const restMilliseconds = 20;

let asked: Look | undefined;
parentPort?.on("message", (look: Look) => {
  asked = look;
});

async function watch(): Promise<void> {
  const processes = new ProcessLook();
  const files = new PlaceLook();
  const found: Found[] = [];
  let rounds = 0;
  let current: Look | undefined;
  while (current?.last !== true) {
    const question = asked;
    asked = undefined;
    current = question ?? current;
    if (current !== undefined) {
      const { needles, places } = current;
      found.push(...processes.found(needles), ...files.found(places, needles));
      rounds++;
    }
    if (question !== undefined) parentPort?.postMessage({ found, rounds } satisfies Sight);
    await sleep(restMilliseconds);
  }
}

void watch();
