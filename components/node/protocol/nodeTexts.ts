import { randomBytes } from "node:crypto";
import { sha256 } from "../../render";
import { RemoteScript, scriptWithRequest } from "../remoteScript";

/** The files of a home that an update changes. */
export interface NodeTexts {
  files: ChangingFile[];
  /** What stands in files beside the home and is not to be shown: secrets of revisions that nobody describes any more. */
  secrets: string[];
}

export interface ChangingFile {
  path: string;
  /** The text now, in latin1; undefined if there is none. */
  before: string | undefined;
  /** Whether the text now was read: it may be too large. */
  isRead: boolean;
  /** The text that the request does not have, of a file that returns to that of the distribution; `undefined` in it: it is removed. */
  successor?: { text: string | undefined };
}

/** A request for the texts of a node, and how its reply is told from anything else that a host may print. */
export interface TextsRequest {
  script: string;
  /** @returns undefined where the text is not the whole reply to this request */
  parse(reply: string): NodeTexts | undefined;
}

/** Bytes of a reply that are read; mostly it has some hundred thousand. */
export const longestTexts = 16 * 1024 * 1024;

/** Of them, that are searched for; a node has some dozens. */
const mostSecrets = 500;

/** Characters of a line that is not shown: shorter ones are not secrets, and hide too much. */
const shortestSecret = 4;

/** @param files as they are to be; those that are so already are not read */
export function textsRequest(home: string, files: readonly { path: string; digest: string }[]): TextsRequest {
  const nonce = randomBytes(12).toString("hex");
  const script = scriptWithRequest(RemoteScript.Texts, [
    ["nonce", nonce],
    ["home", home],
    ...files.map(({ path, digest }) => ["file", digest, path] as const),
  ]);
  return { script, parse: (reply) => parseTexts(reply, nonce) };
}

function parseTexts(reply: string, nonce: string): NodeTexts | undefined {
  const lines = reply.split("\n");
  const start = lines.indexOf(`texts ${nonce}`);
  const end = lines.indexOf(`end ${nonce}`);
  if (start === -1 || end < start) return undefined;
  const facts = lines.slice(start + 1, end).map((line) => line.split(" "));
  const all = (key: string) => facts.filter(([name]) => name === key).map(([, ...values]) => values);
  if (all("secret").length > mostSecrets) return undefined;
  const successors = new Map(all("becomes").map(([path, text]) => [path, text]));
  return {
    files: all("file").map(([path = "", digest = "-", encoded = ""]) => {
      const text = decoded(encoded);
      const successor = successors.get(path);
      return {
        path,
        before: digest === "-" ? undefined : text,
        isRead: digest === "-" || digest === sha256(text),
        ...(successor === undefined ? {} : { successor: { text: successorText(successor) } }),
      };
    }),
    secrets: all("secret")
      .map(([encoded = ""]) => Buffer.from(encoded, "base64").toString())
      .filter((line) => line.length >= shortestSecret),
  };
}

function successorText(encoded: string): string | undefined {
  return encoded === "-" ? undefined : decoded(encoded);
}

function decoded(encoded: string): string {
  return Buffer.from(encoded, "base64").toString("latin1");
}
