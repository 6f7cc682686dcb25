import { createHash } from "node:crypto";

/** The end of a script's text: it prints a line by which a reply shows that the whole script ran. */
export function closing(functions: string): string {
  return `printf '\\nclosed %s\\n' ${nonceOf(functions)}\n`;
}

/** Whether the text of a script ends with a closing line. */
export function isWithClosing(script: string): boolean {
  return nonceIn(script) !== undefined;
}

/**
 * Whether a reply shows that the whole script ran. A host that runs something else, such as the forced command of a login, may report
 * success too.
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
