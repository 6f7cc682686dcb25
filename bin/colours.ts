import { styleText } from "node:util";

/** The tables of `verify` and `drill`: what is wrong in red, what is right in green. */
export function paintTable(table: string): string {
  return table
    .replaceAll(/WRONG( \(\d+\))?|not reached/g, (text) => painted("red", text))
    .replaceAll(/(?<=^\w.* )ok(?=[: ]|$)/gm, (text) => painted("green", text));
}

/** Lines of findings: `error: …`, `warning: …`. */
export function paintFindings(lines: string): string {
  return lines
    .replaceAll(/^error(?=: )/gm, (text) => painted("red", text))
    .replaceAll(/^warning(?=: )/gm, (text) => painted("yellow", text));
}

/** A unified diff. */
export function paintDiff(diff: string): string {
  return diff
    .replaceAll(/^(---|\+\+\+) .*/gm, (text) => painted("bold", text))
    .replaceAll(/^@@ .*/gm, (text) => painted("cyan", text))
    .replaceAll(/^\+(?!\+\+ ).*/gm, (text) => painted("green", text))
    .replaceAll(/^-(?!-- ).*/gm, (text) => painted("red", text));
}

/** Whoever calls knows that the terminal shows colours. */
function painted(colour: "bold" | "cyan" | "green" | "red" | "yellow", text: string): string {
  return styleText(colour, text, { validateStream: false });
}
