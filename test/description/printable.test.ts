import { describe, expect, it } from "vitest";
import { printable, printableLines } from "../../components/description/printable";
import { DescriptionError } from "../../components/description/problem";

describe("a text that is shown", () => {
  it.each([
    ["a control character", "\u001b[31m\u0000\u007f", "\\u001b[31m\\u0000\\u007f"],
    ["a control character of C1", "\u009b31m\u0080", "\\u009b31m\\u0080"],
    ["a line end", "a\r\nb\u0085\u2028\u2029", "a\\u000d\\u000ab\\u0085\\u2028\\u2029"],
    [
      "what reorders a line",
      "\u202a\u202e\u2066\u2069\u200e\u200f\u061c",
      "\\u202a\\u202e\\u2066\\u2069\\u200e\\u200f\\u061c",
    ],
    ["what is invisible", "\ufeff\u200b\u00ad\u{e0041}", "\\ufeff\\u200b\\u00ad\\u{e0041}"],
    ["half a character", "\ud800x", "\\ud800x"],
  ])("has %s as an escape", (_, text, shown) => {
    expect(printable(text)).toBe(shown);
    expect(printable(shown)).toBe(shown);
  });

  it("stays as it is otherwise", () => {
    const text = "p\u00e4ss \u4e2d \u05d0\u05d1 \u{1f511} \\u202e";
    expect(printable(text)).toBe(text);
  });

  it("keeps its lines where it has some", () => {
    expect(printableLines("a\r\n\tb\u009b\n")).toBe("a\\u000d\n\\u0009b\\u009b\n");
  });

  it("is one line a problem, whatever they quote", () => {
    const problem = { place: "a\nb", code: "WA605", problem: "\u202ec", remedy: "d\u009b" } as const;
    const { message, problems } = new DescriptionError([problem, problem]);
    expect(message.split("\n")).toEqual(Array(2).fill("a\\u000ab: \\u202ec; d\\u009b (WA605)"));
    expect(problems).toEqual([problem, problem]);
  });
});
