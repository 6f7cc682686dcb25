import { readFileSync, statSync } from "node:fs";
import { expect, it } from "vitest";
import { boundedError } from "../../components/rollout/evidence";

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}`).join("\n");

it("leaves an error of ten lines as it is", () => {
  expect(boundedError(lines(10)).message).toBe(lines(10));
});

it("keeps a longer one in a file that only the user can read, and names it", () => {
  const shown = boundedError(lines(30)).message.split("\n");
  expect(shown).toHaveLength(10);
  expect(shown.slice(0, 9).join("\n")).toBe(lines(9));
  const [, file = ""] = /^21 more lines: see (\S+)$/.exec(shown[9] ?? "") ?? [];
  expect(readFileSync(file, "utf8")).toBe(`${lines(30)}\n`);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
