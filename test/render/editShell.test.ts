import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { setExportedVariable } from "../../components/render/edit/shellFile";
import { parseShell } from "../../components/render/edit/shellScript";

describe("an exported variable of a shell file", () => {
  test.each([
    [
      "after a last line without its break",
      "#!/bin/sh\nmkdir -p a",
      "#!/bin/sh\nmkdir -p a\nexport NAME=10.0.0.1\n",
    ],
    ["after the last line", "a=1\n", "a=1\nexport NAME=10.0.0.1\n"],
    ["in an empty file", "", "export NAME=10.0.0.1\n"],
    ["with the file's line ending", "a=1\r\nb=2", "a=1\r\nb=2\r\nexport NAME=10.0.0.1\r\n"],
    [
      "besides comments and longer names",
      "#export NAME=1\nexport MY_NAME=2\nNAMES=3\n",
      "#export NAME=1\nexport MY_NAME=2\nNAMES=3\nexport NAME=10.0.0.1\n",
    ],
    [
      "after a block that may not run",
      "if a; then\n  export NAME=1\nfi\n",
      "if a; then\n  export NAME=1\nfi\nexport NAME=10.0.0.1\n",
    ],
  ])("is added %s", (_, before, after) => {
    expect(setExportedVariable(before, "NAME", "10.0.0.1")).toBe(after);
    expect(setExportedVariable(after, "NAME", "10.0.0.1")).toBe(after);
  });

  test.each([
    ["the live line", "export NAME=1\nb=2\n", "export NAME=10.0.0.1\nb=2\n"],
    ["a line with more blanks", "export  NAME=1\r\nb=2\r\n", "export NAME=10.0.0.1\r\nb=2\r\n"],
    ["a line that does not export", "NAME='1 2'\nexport NAME\n", "export NAME=10.0.0.1\nexport NAME\n"],
    ["the last of several lines", "export NAME=1\nexport NAME=2", "export NAME=1\nexport NAME=10.0.0.1"],
  ])("replaces %s", (_, before, after) => {
    expect(setExportedVariable(before, "NAME", "10.0.0.1")).toBe(after);
  });

  test.each(["a b", "it's", "$HOME `id` $(id)", "a\\b;c&d|e>f", "*", '"', "\u00e9"])(
    "has the value %j in a shell",
    (value) => {
      const script = Buffer.from(`${setExportedVariable("set -eu", "NAME", value)}printenv NAME`);
      expect(execFileSync("sh", { input: script, encoding: "utf8" })).toBe(`${value}\n`);
    },
  );
});

describe("a script of a megabyte", () => {
  // Each ended in a RangeError.
  test.each([
    ["expansions within each other", "$("],
    ["parameters within each other", `\${`],
    ["quotes and expansions within each other", '"$('],
    ["redirections", ">a "],
    ["here-documents", "<<a "],
  ])("of %s is read", (_, piece) => {
    const text = piece.repeat((1024 * 1024) / piece.length);
    expect(parseShell(text).isOpen).toBe(piece !== ">a ");
    expect(setExportedVariable(text, "NAME", "1")).toContain("export NAME=1");
  });

  test("is closed where its expansions are", () => {
    const nested = (depth: number) => `a=${"$(".repeat(depth)}b${")".repeat(depth)}\n`;
    expect(parseShell(nested(100).repeat(3)).isOpen).toBe(false);
    expect(parseShell(nested(101)).isOpen).toBe(true);
  });
});
