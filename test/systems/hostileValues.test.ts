import { expect, it } from "vitest";
import { tryHostileValues } from "../support/hostileValues";

it("ten thousand hostile values are refused, or read back exactly", () => {
  expect(tryHostileValues(10_000, 2022).wrong.slice(0, 3)).toEqual([]);
});
