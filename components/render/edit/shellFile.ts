import { lineEnding } from "./textEdit";

/**
 * The text of a POSIX shell file with `export NAME=value` set: the last line at the left margin that sets the name is
 * replaced, else a line is added at the end. An indented line stands in a block that may never run, so it is no place.
 */
export function setExportedVariable(text: string, name: string, value: string): string {
  const line = `export ${name}=${quote(value)}`;
  const live = new RegExp(`^(?:export[ \\t]+)?${name}=[^\\r\\n]*`, "gm");
  const last = [...text.matchAll(live)].at(-1);
  if (last !== undefined) {
    return text.slice(0, last.index) + line + text.slice(last.index + last[0].length);
  }
  const end = lineEnding(text);
  const joint = text === "" || text.endsWith("\n") ? "" : end;
  return text + joint + line + end;
}

function quote(value: string): string {
  return /^[\w.:/-]*$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
