import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

it("docs/observing.md explains every code of a finding, and no other", () => {
  const source = readFileSync("components/rollout/findings.ts", "utf8");
  const told = new Set([...source.matchAll(/"(WA\d{3})"/g)].map(([, code]) => code));
  const explained = [...readFileSync("docs/observing.md", "utf8").matchAll(/^\| (WA\d{3}) \|/gm)].map(
    ([, code]) => code,
  );
  expect(explained.toSorted()).toEqual([...told].toSorted());
});
