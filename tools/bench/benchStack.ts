import { mkdirSync, mkdtempSync } from "node:fs";
import path from "node:path";
import type { OpMap, PulumiFn, Stack } from "@pulumi/pulumi/automation";
import { createStack } from "../machine/engine";
import type { BenchMachine } from "./benchMachine";

/** A new stack of the engine, with nothing in it yet. */
export function newStack(
  machine: BenchMachine,
  name: string,
  program: PulumiFn,
  config: Record<string, unknown> = {},
): Promise<Stack> {
  const stacks = path.join(machine.folder, "stacks");
  mkdirSync(stacks, { recursive: true });
  const folder = mkdtempSync(path.join(stacks, `${name}-`));
  return createStack({ name, folder, pulumiHome: machine.pulumiHome, program, config });
}

/** @returns how many resources were created, updated, … */
export async function update(stack: Stack): Promise<OpMap> {
  const { summary } = await stack.up({ color: "never" });
  return summary.resourceChanges ?? {};
}

export async function updateWithoutChange(stack: Stack): Promise<void> {
  const changes = await update(stack);
  const others = Object.keys(changes).filter((operation) => operation !== "same");
  if (others.length > 0) throw new Error(`an update without a change had ${JSON.stringify(changes)}`);
}
