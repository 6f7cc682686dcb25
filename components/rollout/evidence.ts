import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

/** As many as anybody reads. */
const mostLines = 10;

/**
 * An error with the reasons of a failure, ten lines at most: the first ones, as they are the causes of the others. The whole text of a
 * longer one goes to a file of this machine, which only this user can read, and which the error names. Secrets are masked in it already.
 *
 * @param reasons each of one or more lines, the first cause first
 * @param closing the last line, which stays
 */
export function boundedError(reasons: readonly string[], closing?: string): Error {
  const end = closing === undefined ? [] : [closing];
  const lines = reasons.flatMap((reason) => reason.split("\n"));
  const room = mostLines - end.length;
  if (lines.length <= room) return new Error([...lines, ...end].join("\n"));
  const shown = lines.slice(0, room - 1);
  const more = `${lines.length - shown.length} more lines: ${keep(lines)}`;
  return new Error([...shown, more, ...end].join("\n"));
}

function keep(lines: readonly string[]): string {
  try {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "wso2-analytics-")), "error.txt");
    writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600 });
    return `see ${file}`;
  } catch (error) {
    return `they could not be kept (${(error as Error).message})`;
  }
}
