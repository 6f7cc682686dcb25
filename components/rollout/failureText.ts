/** As many as anybody reads. */
const mostLines = 10;

/**
 * The text of a failure, ten lines at most: the first reasons, as they are the causes of the others.
 *
 * @param reasons each of one or more lines, the first cause first
 * @param closing the last line, which stays
 */
export function failureText(reasons: readonly string[], closing?: string): string {
  const end = closing === undefined ? [] : [closing];
  const lines = reasons.flatMap((reason) => reason.split("\n"));
  const room = mostLines - end.length;
  if (lines.length <= room) return [...lines, ...end].join("\n");
  const shown = lines.slice(0, room - 1);
  return [...shown, `and ${lines.length - shown.length} more lines`, ...end].join("\n");
}
