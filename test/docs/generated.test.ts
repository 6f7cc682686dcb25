import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { generated } from "../../tools/generate/generated";
import { readLibrary } from "../../tools/generate/library";

it.each([...generated(readLibrary())])("%s is what the interfaces of the arguments say", (file, text) => {
  expect(readFileSync(file, "utf8"), "npm run generate").toBe(text);
});
