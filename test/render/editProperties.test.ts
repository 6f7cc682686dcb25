import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { largestFile } from "../../components/render/distribution/boundedFile";
import { setProperty } from "../../components/render/edit/propertiesFile";
import { readProperties } from "../../tools/sample-server/configuration/propertiesReader";

describe("a key of a properties file", () => {
  test.each([
    ["with one blank", "k old\n", "k new\n"],
    ["with several blanks", "k   old\n", "k   new\n"],
    ["with a tab", "k\told\n", "k\tnew\n"],
    ["with an equals sign", "k=old\n", "k=new\n"],
    ["with a colon among blanks", " k : old\r\nl=1\r\n", " k : new\r\nl=1\r\n"],
    ["without a final line break", "l=1\nk=old", "l=1\nk=new"],
    ["with an empty value", "k=\nl=1\n", "k=new\nl=1\n"],
    ["without a separator", "k\nl=1\n", "k=new\nl=1\n"],
    ["in a continued line", "k = o\\\n   l\\\n d\nl=1\n", "k = new\nl=1\n"],
    ["written with escapes", "\\u006b=old\n", "\\u006b=new\n"],
    ["set twice: the last line counts", "k=1\nk=2\n", "k=1\nk=new\n"],
    ["that also stands in comments", "#k=1\n ! k 2\nk 3\n# k 4\n", "#k=1\n ! k 2\nk new\n# k 4\n"],
    ["that also begins other keys", "k.a=1\nk=2\nkk=3\n", "k.a=1\nk=new\nkk=3\n"],
    ["that stands in another's value", "l=k=1 \\\nk=2\nk=3\n", "l=k=1 \\\nk=2\nk=new\n"],
    ["whose value ends in a backslash, doubled", "k=a\\\\\nl=1\n", "k=new\nl=1\n"],
  ])("%s gets its value in place", (_, before, after) => {
    expect(setProperty(before, "k", "new")).toBe(after);
  });

  test.each([
    ["in an empty file", "", "k=new\n"],
    ["with the file's separator", "a b\n", "a b\nk new\n"],
    ["after a line without its break", "a: b", "a: b\nk: new\n"],
    ["with the file's line ending", "a=b\r\n", "a=b\r\nk=new\r\n"],
    ["after a comment without its break", "a=b\n#k=1", "a=b\n#k=1\nk=new\n"],
    ["after a line that would continue", "a=b\\", "a=b\\\n\nk=new\n"],
    ["after a line that continues into nothing", "a=b\\\n", "a=b\\\n\nk=new\n"],
    ["after blank lines", "a=b\n\n\n", "a=b\n\n\nk=new\n"],
  ])("that is absent is added %s", (_, before, after) => {
    expect(setProperty(before, "k", "new")).toBe(after);
    expect(readProperties(after).get("a")).toBe(readProperties(before).get("a"));
  });

  test("stays as written where it already has the value", () => {
    const text = "k = a\\\n    b\\u0063\n";
    expect(setProperty(text, "k", "abc")).toBe(text);
  });

  test.each([
    ["C:\\dir", "k C:\\\\dir\n"],
    ["  two blanks", "k \\  two blanks\n"],
    ["= is no separator here", "k \\= is no separator here\n"],
    [":", "k \\:\n"],
    ["a=b:c#d!e", "k a=b:c#d!e\n"],
    ["é€😀\t\n", "k \\u00e9\\u20ac\\ud83d\\ude00\\u0009\\u000a\n"],
    ["", "k \n"],
  ])("is written as java.util.Properties reads %j", (value, after) => {
    expect(setProperty("k old\n", "k", value)).toBe(after);
    expect(readProperties(after).get("k")).toBe(value);
  });

  test("survives whatever key and value it is given, and leaves the others as they are", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "k", " ", "=", ":", "#", "\\", "\n", "\r", "\t", "\u00e9", "u"),
    });
    fc.assert(
      fc.property(
        // java.util.Properties refuses a file in which no four digits follow.
        text.filter((base) => !base.includes("\\u")),
        text.filter((key) => key !== ""),
        text,
        (base, key, value) => {
          const written = setProperty(base, key, value);
          expect(readProperties(written).get(key)).toBe(value);
          expect(setProperty(written, key, value)).toBe(written);
          expect(readProperties(setProperty(written, "another", "x")).get(key)).toBe(
            key === "another" ? "x" : value,
          );
        },
      ),
      { numRuns: 1000 },
    );
  });
});

test.each(["x", "\\x", "\\\n", "\\", "=", "\\="])(
  "a line of as many %j as a file may hold is read",
  (piece) => {
    const text = `l=${piece.repeat(largestFile / piece.length)}`;
    expect(setProperty(`${text}\n`, "k", "new")).toContain("k=new");
  },
);
