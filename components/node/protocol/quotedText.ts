/** Text that may hold anything, as a terminal may show it. */
export function printable(text: string): string {
  return text.replaceAll(/[^\n\x20-\x7e]/g, "?");
}

const mostLines = 10;

/** Text for people that a node sends as base64: printable, and at most ten lines. What it says first and last is kept. */
export function quotedText(encoded: string): string {
  const lines = printable(Buffer.from(encoded, "base64").toString("utf8")).trimEnd().split("\n");
  if (lines.length <= mostLines) return lines.join("\n");
  return [...lines.slice(0, mostLines - 2), "...", ...lines.slice(-1)].join("\n");
}
