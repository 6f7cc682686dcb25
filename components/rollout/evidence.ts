import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

/** Lines that an error shows at most. */
const mostLines = 10;

/**
 * An error's text, at most ten lines: what it says first is kept. The whole text of a longer one goes to a file of this machine, which
 * only this user can read, and which the error names. Secrets are masked in it already.
 */
export function boundedError(text: string): Error {
  const lines = text.split("\n");
  if (lines.length <= mostLines) return new Error(text);
  const shown = lines.slice(0, mostLines - 1);
  return new Error([...shown, `${lines.length - shown.length} more lines: ${keep(text)}`].join("\n"));
}

function keep(text: string): string {
  try {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "wso2-analytics-")), "error.txt");
    writeFileSync(file, `${text}\n`, { mode: 0o600 });
    return `see ${file}`;
  } catch (error) {
    return `they could not be kept (${(error as Error).message})`;
  }
}
