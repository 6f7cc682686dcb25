import { readFileSync, statSync } from "node:fs";
import { expect, it } from "vitest";
import { boundedError } from "../../components/rollout/evidence";

const reason = (lines: number) => Array.from({ length: lines }, (_, index) => `line ${index + 1}`).join("\n");

it.each([
  { given: [reason(10)], closing: undefined },
  { given: [reason(4), reason(5)], closing: "Nothing was changed." },
])("shows all that fits into ten lines", ({ given, closing }) => {
  const { message } = boundedError(given, closing);
  expect(message).toBe([...given, ...(closing === undefined ? [] : [closing])].join("\n"));
});

it("keeps a longer one in a file that only the user can read, and shows its first lines, the file and the last sentence", () => {
  const given = ["the cause", reason(6), reason(8)];
  const shown = boundedError(given, "Nothing was changed.").message.split("\n");
  expect(shown).toHaveLength(10);
  expect([shown[0], shown.at(-1)]).toEqual(["the cause", "Nothing was changed."]);
  const [, file = ""] = /^7 more lines: see (\S+)$/.exec(shown.at(-2) ?? "") ?? [];
  expect(readFileSync(file, "utf8")).toBe(`${given.join("\n")}\n`);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
