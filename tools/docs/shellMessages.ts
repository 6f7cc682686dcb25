import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** What ends a script with a message, and what says why a node is not healthy. */
const beginning = /(?:\b(?:fail|give_up_file) |\bunmet=)"/g;

/**
 * The messages with which the scripts on a node fail, as they stand in the code; what is filled in is `…`. Messages that
 * are nothing but filled in are others' and are left out.
 */
export function shellMessages(folder: string): string[] {
  const scripts = readdirSync(folder).filter((name) => name.endsWith(".sh"));
  const found = scripts.flatMap((name) => messagesIn(readFileSync(path.join(folder, name), "utf8")));
  return [...new Set(found)].filter((message) => /\w{3}/.test(message)).sort();
}

function messagesIn(script: string): string[] {
  return [...script.matchAll(beginning)].map((match) => quoted(script, match.index + match[0].length));
}

/** A text in double quotes from behind the first of them. */
function quoted(script: string, start: number): string {
  let text = "";
  for (let at = start; script[at] !== '"'; at++) {
    const rest = script.slice(at);
    const filled = rest.startsWith("$(")
      ? closed(rest, "(", ")")
      : rest.startsWith("${")
        ? closed(rest, "{", "}")
        : name(rest);
    if (filled > 0) {
      text += "…";
      at += filled - 1;
    } else if (script[at] === "\\") {
      text += script[++at];
    } else {
      text += script[at];
    }
  }
  return text
    .replaceAll(/…(\s?…)+/g, "…")
    .replaceAll(/\s*\n\s*/g, " ")
    .trim();
}

/** The length of what begins with `$(` or `${`, to the bracket that closes it. */
function closed(text: string, open: string, close: string): number {
  let depth = 0;
  for (let at = 1; at < text.length; at++) {
    if (text[at] === open) depth++;
    if (text[at] === close && --depth === 0) return at + 1;
  }
  throw new Error(`nothing closes ${text.slice(0, 40)}`);
}

function name(text: string): number {
  return /^\$(\w+|[*@#?])/.exec(text)?.[0].length ?? 0;
}
