import { expect, it } from "vitest";
import { tryHostileValues } from "../support/hostileValues";

it("a hostile value at any leaf of the description is refused, or read back exactly", () => {
  const { wrong, refused, readBack, untried } = tryHostileValues(1000, 22);
  expect(wrong.slice(0, 3)).toEqual([]);
  expect(untried).toEqual([]);
  // Neither is the rule for all.
  expect(Math.min(refused, readBack)).toBeGreaterThan(100);
});
