import { applyEdits, lineEnding } from "./textEdit";

/** One live `key=value` of a file as `java.util.Properties` reads it, with the range of the value as written. */
export interface Entry {
  key: string;
  value: string;
  separator: string;
  start: number;
  end: number;
}

/**
 * The text with the key set: the value replaced in the line that counts, with its separator kept, or a line added at
 * the end with the separator that the file uses.
 */
export function setProperty(text: string, key: string, value: string): string {
  const entries = parseEntries(text);
  const entry = entries.findLast((candidate) => candidate.key === key);
  if (entry === undefined) {
    return appendEntry(text, entries, key, value);
  }
  if (entry.value === value) {
    return text;
  }
  const replacement = (entry.separator === "" ? "=" : "") + escapeValue(value);
  return applyEdits(text, [{ start: entry.start, end: entry.end, replacement }]);
}

function appendEntry(text: string, entries: readonly Entry[], key: string, value: string): string {
  const end = lineEnding(text);
  const line = escapeKey(key) + usualSeparator(entries) + escapeValue(value) + end;
  // The file may end without a line break, or, with a backslash, in the middle of a continued line.
  const joints = ["", end, end + end];
  const joint = joints.find((each) => parseEntries(text + each + line).length > entries.length);
  return text + (joint ?? end) + line;
}

/** The separator of the last line, on one line; a blank stands for any number of them. */
function usualSeparator(entries: readonly Entry[]): string {
  const separator = entries.at(-1)?.separator ?? "=";
  return /^ ?[=:] ?$/.test(separator) ? separator : /[=:]/.test(separator) ? "=" : " ";
}

const lineBreak = "\\r\\n|\\r|\\n";
/** A backslash before a line break: the next line continues, without its leading blanks. */
const continuation = `\\\\(?:${lineBreak})[ \\t\\f]*`;
const escaped = "\\\\[^\\r\\n]";
const blanks = `(?:${continuation}|[ \\t\\f])*`;
const keySyntax = `(?:${continuation}|${escaped}|[^\\\\ \\t\\f=:\\r\\n])*`;
const separatorSyntax = `${blanks}(?:[=:]${blanks})?`;
const valueSyntax = `(?:${continuation}|${escaped}?|[^\\\\\\r\\n])*`;
const entrySyntax = `(${keySyntax})(${separatorSyntax})(${valueSyntax})`;
const lineSyntax = `([ \\t\\f]*)(?:[#!][^\\r\\n]*|${entrySyntax})(?:${lineBreak}|$)`;

export function parseEntries(text: string): Entry[] {
  const entries: Entry[] = [];
  const pattern = new RegExp(lineSyntax, "y");
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null || match[0] === "") {
      break;
    }
    const [, indentation = "", rawKey, separator = "", rawValue = ""] = match;
    if (rawKey !== undefined && rawKey + separator + rawValue !== "") {
      const start = match.index + indentation.length + rawKey.length + separator.length;
      const end = start + rawValue.length;
      entries.push({ key: unescapeText(rawKey), value: unescapeText(rawValue), separator, start, end });
    }
  }
  return entries;
}

const named: Record<string, string> = { t: "\t", n: "\n", r: "\r", f: "\f" };

function unescapeText(text: string): string {
  if (!text.includes("\\")) {
    return text;
  }
  const sequence = new RegExp(`${continuation}|\\\\u([0-9a-fA-F]{4})|\\\\([^\\r\\n]?)`, "g");
  return text.replace(sequence, (_, code?: string, character = "") =>
    code === undefined ? (named[character] ?? character) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function escapeKey(text: string): string {
  return escapeCharacters(text).replace(/[ =:]|^[#!]/g, "\\$&");
}

/** At its start a blank or separator would be taken for the separator before the value. */
export function escapeValue(text: string): string {
  return escapeCharacters(text).replace(/^[ =:#!]/, "\\$&");
}

function escapeCharacters(text: string): string {
  return text.replace(/\\|[^\x20-\x7e]/g, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, "0");
    return character === "\\" ? "\\\\" : `\\u${code}`;
  });
}
