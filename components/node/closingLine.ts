import { createHash } from "node:crypto";

/** For the end of a script's text: a line that only a host prints that has run it to its end. */
export function closing(functions: string): string {
  return `printf '\\nclosed %s\\n' ${nonceOf(functions)}\n`;
}

/** Whether a script, given its whole text, says at its end that it came there. */
export function isWithClosing(script: string): boolean {
  return nonceIn(script) !== undefined;
}

/**
 * Whether a reply ends as that of a script does that ran to its end. A host that runs something else in its place may end well too,
 * as one does whose login has a forced command.
 *
 * @param script its whole text
 */
export function isClosed(script: string, reply: string): boolean {
  const nonce = nonceIn(script);
  return nonce !== undefined && reply.split(/\r?\n/).includes(`closed ${nonce}`);
}

function nonceIn(script: string): string | undefined {
  return /printf '\\nclosed %s\\n' (\w+)\n$/.exec(script)?.[1];
}

/** Stands in the state in clear, so no secret of a request is in it; the same in every update with the same version. */
function nonceOf(functions: string): string {
  return createHash("sha256").update(functions).digest("hex").slice(0, 24);
}
