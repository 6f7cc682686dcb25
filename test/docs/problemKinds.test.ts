import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ProblemCode, problemKinds } from "../../components/description/problemKinds";

const registered = Object.keys(problemKinds);
const textsOf = (...patterns: string[]) =>
  globSync(patterns)
    .filter((file) => !file.endsWith("problemKinds.ts"))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
const codesIn = (text: string) => new Set([...text.matchAll(/\bWA\d{3}\b/g)].map(([code]) => code));

describe("the codes of problems", () => {
  const sources = textsOf("components/**/*.{ts,sh}", "bin/**/*.ts");

  it("are each used", () => {
    const byName = Object.entries(ProblemCode).flatMap(([name, code]) =>
      sources.includes(`ProblemCode.${name}`) ? [code] : [],
    );
    const used = new Set([...codesIn(sources), ...byName]);
    expect(registered.filter((code) => !used.has(code))).toEqual([]);
  });

  it("are each registered where a source or a document names one", () => {
    const named = codesIn(sources + textsOf("docs/**/*.md", "README.md", "CHANGELOG.md"));
    expect([...named].filter((code) => !registered.includes(code))).toEqual([]);
  });

  it("have a section each in docs/errors.md", () => {
    const sections = readFileSync("docs/errors.md", "utf8").matchAll(/^### (WA\d{3})$/gm);
    expect([...sections].map(([, code]) => code)).toEqual(registered);
  });

  it("have one name each", () => {
    const codes = Object.values(ProblemCode);
    expect(new Set(codes).size).toBe(codes.length);
  });
});
