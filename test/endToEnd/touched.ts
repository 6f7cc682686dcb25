import type { Operation } from "../../tools/machine/engineStack";

/** The names of what an operation did something to, or is about to. */
export function touched({ operations }: Operation): string[] {
  return Object.keys(operations)
    .filter((name) => operations[name] !== "same")
    .sort();
}
