import { describe } from "vitest";
import type { Part } from "../../tools/systems/part";

/** As `describe`; where one of the parts cannot be had, it says so in a line and skips. */
export function withParts(needed: readonly Part[], name: string, tests: () => void): void {
  const missing = needed.flatMap((part) => {
    const reason = part.missing();
    return reason === undefined ? [] : [`${part.name}: ${reason}`];
  });
  if (missing.length > 0) console.log(`${name}: skipped, no ${missing.join("; no ")}`);
  describe.skipIf(missing.length > 0)(name, tests);
}
