import { printableLines } from "../../description";

const mostLines = 10;

/** Text for people that a node sends as base64: printable, and at most ten lines. What it says first and last is kept. */
export function quotedText(encoded: string): string {
  const lines = printableLines(Buffer.from(encoded, "base64").toString("utf8")).trimEnd().split("\n");
  if (lines.length <= mostLines) return lines.join("\n");
  return [...lines.slice(0, mostLines - 2), "...", ...lines.slice(-1)].join("\n");
}
