import { structuredPatch } from "diff";
import { printable } from "../../description";
import { EditError } from "../edit/editError";
import { type Range, secretPlaces, secretRanges } from "./secretRanges";

/** A file of a home before and after; latin1, as the bytes are. Undefined where it is not there. */
export interface FileChange {
  path: string;
  before: string | undefined;
  after: string | undefined;
}

const mask = "********";
/** Characters of a line that are shown. */
const longestLine = 200;
/** Lines that may differ; finding out more would take long. */
const mostEdits = 2000;
/** Milliseconds in which they are found, or not at all. */
const longestSearch = 2000;

/**
 * The lines in which a file changes, with a little of what is around them, for people. Every secret is masked, known or not; a file in
 * which nobody can tell them is only said to differ. Empty if nothing changes.
 *
 * @param secrets in every form in which they stand in files
 * @param context how many lines are shown before and after those that change
 */
export function fileDifference(change: FileChange, secrets: readonly string[], context: number): string[] {
  const { before, after } = change;
  if (before === after) return [];
  if (after === undefined) return ["the file is removed"];
  const texts = maskedTexts(change, secrets.map(asBytes));
  if (texts === undefined) return [before === undefined ? "the file is new" : "the file differs"];
  const options = { context, maxEditLength: mostEdits, timeout: longestSearch };
  const patch = structuredPatch("", "", before ?? "", after, undefined, undefined, options);
  if (patch === undefined) return ["the file differs in most of its lines"];
  return patch.hunks.flatMap((hunk) => {
    const [old, next] = [place(hunk.oldStart, hunk.oldLines), place(hunk.newStart, hunk.newLines)];
    const heading = `@@ -${old} +${next} @@`;
    return [heading, ...shownLines(hunk, texts)];
  });
}

/** As a unified difference has it: of no lines, the place is the line before. */
function place(start: number, lines: number): string {
  return `${lines === 0 ? start - 1 : start},${lines}`;
}

/** The texts line for line, with their secrets masked. */
type MaskedTexts = Readonly<Record<"before" | "after", string[]>>;

/** @returns undefined where secrets cannot be told from the rest */
function maskedTexts(
  { path, before = "", after = "" }: FileChange,
  secrets: readonly string[],
): MaskedTexts | undefined {
  if (before.includes("\0") || after.includes("\0")) return undefined;
  try {
    const texts = { before, after };
    const places = new Set(
      Object.values(texts).flatMap((text) => (text === "" ? [] : [...secretPlaces(path, text, secrets)])),
    );
    const masked = (text: string) => {
      const ranges = text === "" ? [] : secretRanges(path, text, secrets, places);
      return ranges && covered(text, ranges).split("\n");
    };
    const [one, other] = [masked(before), masked(after)];
    return one === undefined || other === undefined ? undefined : { before: one, after: other };
  } catch (error) {
    // Of a text that is too much for a parser.
    if (error instanceof EditError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Keeps the lines apart, so that they can be found again. */
function covered(text: string, ranges: readonly Range[]): string {
  let shown = "";
  let position = 0;
  for (const { start, end } of [...ranges].sort((one, other) => one.start - other.start)) {
    if (end <= position) continue;
    const from = Math.max(start, position);
    shown += text.slice(position, from) + text.slice(from, end).replace(/[^\r\n]+/g, mask);
    position = end;
  }
  return shown + text.slice(position);
}

function shownLines(
  { lines, oldStart, newStart }: { lines: readonly string[]; oldStart: number; newStart: number },
  { before, after }: MaskedTexts,
): string[] {
  let [old, next] = [oldStart - 1, newStart - 1];
  return lines.flatMap((line) => {
    const sign = line.charAt(0);
    if (sign === "-") return [sign + shown(before[old++])];
    if (sign === "+") return [sign + shown(after[next++])];
    // A remark of the library's: `\\ No newline at end of file`.
    if (sign !== " ") return [line];
    const [one, other] = [before[old++], after[next++]];
    return [sign + shown(one === other ? one : mask)];
  });
}

/** A line as a terminal may show it. */
function shown(line = mask): string {
  const text = Buffer.from(line, "latin1").toString().replace(/\r$/, "").replaceAll("\t", "    ");
  const cut = text.length > longestLine ? `${text.slice(0, longestLine)}…` : text;
  return printable(cut);
}

/** Texts of files hold a byte in each character. */
function asBytes(secret: string): string {
  return Buffer.from(secret).toString("latin1");
}
