import { expect, it } from "vitest";
import { failureText } from "../../components/rollout/failureText";

const reason = (lines: number) => Array.from({ length: lines }, (_, index) => `line ${index + 1}`).join("\n");

it.each([
  { given: [reason(10)], closing: undefined, shown: 10 },
  { given: [reason(4), reason(5)], closing: "Nothing was changed.", shown: 10 },
])("shows all that fits into ten lines", ({ given, closing, shown }) => {
  const text = failureText(given, closing);
  expect(text.split("\n")).toHaveLength(shown);
  expect(text).not.toContain("more lines");
});

it("shows the first lines of more, how many are left out, and the last sentence", () => {
  const lines = failureText(["the cause", reason(6), reason(8)], "Nothing was changed.").split("\n");
  expect(lines).toHaveLength(10);
  expect([lines[0], ...lines.slice(-2)]).toEqual(["the cause", "and 7 more lines", "Nothing was changed."]);
});
