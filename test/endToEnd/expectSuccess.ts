import { expect } from "vitest";
import type { Operation } from "../../tools/machine/engineStack";

/** Fails with what the engine printed. */
export function expectSuccess({ failed, errors, output }: Operation): void {
  expect(errors, output).toEqual([]);
  expect(failed, output).toBe(false);
}
