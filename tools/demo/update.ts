import { appendFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import type { OpMap, PulumiFn, Stack, UpdateSummary } from "@pulumi/pulumi/automation";
import { demoFolder, place } from "./demoFolder";

type OnOutput = (text: string) => void;

/** The ready-made stack of this repository. It makes its resources while it loads, so it is loaded for every update. */
export const stackProgram: PulumiFn = async () => {
  const stack = require.resolve("../../index");
  delete require.cache[stack];
  return { ...require(stack) };
};

/** A real update by the engine, told in a log of that name. @returns how many resources were created, kept, … */
export function updateStack(stack: Stack, name: string): Promise<OpMap> {
  return logged(name, (onOutput) => stack.up({ onOutput, onError: onOutput, color: "never" }));
}

export function destroyStack(stack: Stack): Promise<OpMap> {
  return logged("destroy", (onOutput) => stack.destroy({ onOutput, onError: onOutput, color: "never" }));
}

/** For people: `27 created`, `3 updated, 24 unchanged`. */
export function changesText(changes: OpMap): string {
  const words: Record<string, string> = {
    create: "created",
    update: "updated",
    replace: "replaced",
    delete: "deleted",
    same: "unchanged",
  };
  return Object.entries(changes)
    .map(([operation, count]) => `${count} ${words[operation] ?? operation}`)
    .join(", ");
}

async function logged(
  name: string,
  work: (onOutput: OnOutput) => Promise<{ summary: UpdateSummary }>,
): Promise<OpMap> {
  const log = path.join(place.logs, `${name.replaceAll(" ", "-")}.log`);
  mkdirSync(place.logs, { recursive: true });
  rmSync(log, { force: true });
  try {
    const { summary } = await work((text) => appendFileSync(log, text));
    return summary.resourceChanges ?? {};
  } catch (error) {
    const shown = path.relative(path.dirname(demoFolder), log);
    throw new Error(`the ${name} failed; the whole log is ${shown}\n${diagnostics(log, error)}`);
  }
}

/** The engine's own words about what went wrong, without the list of resources before them. */
function diagnostics(log: string, error: unknown): string {
  const text = readFileSync(log, { encoding: "utf8", flag: "a+" });
  const start = text.indexOf("Diagnostics:");
  const lines = (start < 0 ? String(error) : text.slice(start))
    .split("\n")
    .filter((line) => line.trim() !== "");
  return lines.slice(0, 12).join("\n");
}
