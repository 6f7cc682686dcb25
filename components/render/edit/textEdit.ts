/** Replaces the characters from `start` up to `end` of a text; an insertion where the two are equal. */
export interface TextEdit {
  start: number;
  end: number;
  replacement: string;
}

/** The text with all edits made. Insertions at one place keep their order; edits that overlap are a mistake of ours. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let position = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    if (edit.start < position) {
      throw new Error(`edits overlap at character ${edit.start}`);
    }
    parts.push(text.slice(position, edit.start), edit.replacement);
    position = edit.end;
  }
  parts.push(text.slice(position));
  return parts.join("");
}

/** The line ending of a text: that of its first line, LF where there is none. */
export function lineEnding(text: string): "\r\n" | "\n" {
  const first = text.indexOf("\n");
  return first > 0 && text[first - 1] === "\r" ? "\r\n" : "\n";
}
