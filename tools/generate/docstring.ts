import ts from "typescript";
import type { Range, Tags } from "./argumentModel";

const known = [
  "format",
  "keys",
  "length",
  "range",
  "secret",
  "path",
  "opaque",
  "default",
  "example",
  "change",
  "deprecated",
];

/** The text above the tags, in one paragraph for each of its own. */
export function docOf(node: ts.Node): string {
  const text = ts
    .getJSDocCommentsAndTags(node)
    .filter(ts.isJSDoc)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "")
    .join("\n\n");
  return text
    .split(/\n\s*\n/)
    .map(oneLine)
    .join("\n\n");
}

/** @throws where a tag is misspelt, or says nothing that can be read */
export function tagsOf(node: ts.Node): Tags {
  const texts = new Map(
    ts.getJSDocTags(node).map((tag) => [tag.tagName.text, ts.getTextOfJSDocComment(tag.comment) ?? ""]),
  );
  const unknown = [...texts.keys()].filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`${node.getText()}: there is no tag @${unknown.join(", @")}`);
  const line = (name: string) => {
    const text = texts.get(name);
    return text === undefined ? undefined : oneLine(text);
  };
  return {
    format: line("format"),
    keys: line("keys"),
    length: line("length"),
    range: rangeOf(line("range")),
    secret: texts.has("secret"),
    path: texts.has("path"),
    opaque: texts.has("opaque"),
    default: line("default"),
    example: texts.get("example")?.trim(),
    change: line("change"),
    deprecated: line("deprecated"),
  };
}

function rangeOf(text: string | undefined): Range | undefined {
  if (text === undefined) return undefined;
  const [, least, most, unit] = /^(\d+) to (\d+) (.+)$/.exec(text) ?? [];
  if (least === undefined || most === undefined || unit === undefined)
    throw new Error(`"@range ${text}" is not "<least> to <most> <unit>"`);
  return { least: Number(least), most: Number(most), unit };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
