import type { Stack } from "@pulumi/pulumi/automation";
import { configure } from "../machine/engine";
import type { BenchMachine } from "./benchMachine";
import { newStack, update } from "./benchStack";
import { comparison, type Figure, floor } from "./figure";
import { record, type Times, timed } from "./rounds";

const observed = "observed";
const notObserved = "not observed";
const empty = "an empty program";

/** A preview of a deployment in which nothing changes, with and without a look at its nodes. */
export async function observingFigures(
  machine: BenchMachine,
  stack: Stack,
  rounds: number,
): Promise<Figure[]> {
  const emptyStack = await newStack(machine, "empty", async () => undefined);
  const times: Times = {};
  for (let round = 1; round <= rounds; round++) {
    record(times, empty, await preview(emptyStack));
    for (const [name, observeInPreviews] of [
      [observed, true],
      [notObserved, false],
    ] as const) {
      await configure(stack, { rollout: { observeInPreviews } });
      await update(stack);
      record(times, name, await preview(stack));
    }
  }
  return [
    comparison(
      "a preview, no change",
      times[observed] ?? [],
      "without a look at the nodes",
      times[notObserved] ?? [],
      1.2,
    ),
    floor(`the floor: a preview of ${empty}`, times[empty] ?? []),
  ];
}

/** @returns what it took, in milliseconds. */
async function preview(stack: Stack): Promise<number> {
  let changes: Record<string, number | undefined> = {};
  const milliseconds = await timed(async () => {
    changes = (await stack.preview({ color: "never" })).changeSummary;
  });
  const others = Object.keys(changes).filter((operation) => operation !== "same" && operation !== "create");
  if (others.length > 0) throw new Error(`a preview without a change had ${JSON.stringify(changes)}`);
  return milliseconds;
}
