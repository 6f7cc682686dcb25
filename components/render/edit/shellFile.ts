import { parseShell, type ShellCommand } from "./shellScript";
import { applyEdits, lineEnding, type TextEdit } from "./textEdit";

/**
 * The text of a POSIX shell file with `export NAME=value` set: the last line at the left margin that sets the name is
 * replaced, else a line is added at the end, as also where a later line may set it again. An indented line stands in a block that
 * may never run, so it is no place. If the script may return before that line, another one stands before its first command.
 */
export function setExportedVariable(text: string, name: string, value: string): string {
  const line = `export ${name}=${quote(value)}`;
  const { commands } = parseShell(text);
  const last = finalLine(text, name, line, commands);
  const mayReturn = commands.some(({ words, start }) => words[0] === "return" && start < last.start);
  return applyEdits(text, mayReturn ? [...firstLine(text, name, line, commands, last), last] : [last]);
}

function finalLine(text: string, name: string, line: string, commands: readonly ShellCommand[]): TextEdit {
  const live = new RegExp(`^(?:export[ \\t]+)?${name}=[^\\r\\n]*`, "gm");
  const last = [...text.matchAll(live)].at(-1);
  const end = (last?.index ?? 0) + (last?.[0].length ?? 0);
  const isSetLater = commands.some((command) => command.start >= end && maySet(command, name));
  if (last !== undefined && !isSetLater) return { start: last.index, end, replacement: line };
  const lineEnd = lineEnding(text);
  const joint = text === "" || text.endsWith("\n") ? "" : lineEnd;
  return { start: text.length, end: text.length, replacement: joint + line + lineEnd };
}

/** Before the first command; in the place of that if it is a line of this kind. */
function firstLine(
  text: string,
  name: string,
  line: string,
  commands: readonly ShellCommand[],
  last: TextEdit,
): TextEdit[] {
  const [first] = commands;
  if (first === undefined || first.start === last.start) return [];
  const start = text.lastIndexOf("\n", first.start - 1) + 1;
  const ours = new RegExp(`^export ${name}=[^\\r\\n]*`).exec(text.slice(start));
  const replacement = ours === null ? line + lineEnding(text) : line;
  return [{ start, end: start + (ours?.[0].length ?? 0), replacement }];
}

function maySet({ words }: ShellCommand, name: string): boolean {
  const [command = ""] = words;
  if ([".", "source", "eval"].includes(command)) return true;
  if (["unset", "read", "for"].includes(command)) return words.includes(name);
  return words.some((word) => word.startsWith(`${name}=`));
}

function quote(value: string): string {
  return /^[\w.:/-]*$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
