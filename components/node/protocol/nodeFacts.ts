import { randomBytes } from "node:crypto";
import { base64, RemoteScript, type RequestLine, scriptWithRequest } from "../remoteScript";

/** Facts about a node, as `scripts/observe.sh` reads them. */
export interface NodeFacts {
  /** The user that our scripts run as there. */
  user: string;
  /** As `uname -s` prints it. */
  system: string;
  /** Commands that the scripts need and the host lacks. */
  missingCommands: string[];
  /** `other`: a folder that holds no product. */
  home: "present" | "absent" | "other";
  /** Which of the two nodes the home belongs to; undefined before the first update. */
  node: string | undefined;
  nodeId: string | undefined;
  /** Digests of revisions; more than one is active where an update was interrupted. */
  staged: string | undefined;
  active: string[];
  healthy: string | undefined;
  /** Files that differ from the active revision. */
  drift: { path: string; change: "changed" | "deleted" }[];
  /** Undefined where no revision is active that could be run. */
  product: ProductFacts | undefined;
}

export interface ProductFacts {
  isRunning: boolean;
  /** The number in the product's pid file, where another process has it. */
  stalePid: string | undefined;
  role: "active" | "passive" | "backup" | "none";
  /** Whether a passive node has the active one's state. */
  isSynced: boolean;
  /** Whether the logs reach back to this start: otherwise role, sync and start are not known. */
  isLogged: boolean;
  /** Whether this start has finished, by the product's log. */
  hasStarted: boolean;
  /** The first port on which it does not listen: `thrift:7612`. */
  closedPort: string | undefined;
  /** The line of its log that says why it does not work, secrets masked. */
  cause: string | undefined;
  peerAnswers: boolean;
  /** Whether an update is at work on the node. */
  isBusy: boolean;
}

/** A request for the facts of a node, and how its reply is told from anything else that a host may print. */
export interface FactsRequest {
  script: string;
  /** @returns undefined where the text is not the whole reply to this request */
  parse(reply: string): NodeFacts | undefined;
}

/**
 * @param home the product home
 * @param secrets masked in what is quoted from the product's log
 */
export function factsRequest(home: string, secrets: readonly string[]): FactsRequest {
  const nonce = randomBytes(12).toString("hex");
  const masks = secrets.map((secret): RequestLine => ["mask", base64(secret)]);
  const script = scriptWithRequest(RemoteScript.Observe, [["nonce", nonce], ["home", home], ...masks]);
  return { script, parse: (reply) => parseFacts(reply, nonce) };
}

/** A login shell may print before the reply and after it. */
function parseFacts(reply: string, nonce: string): NodeFacts | undefined {
  const lines = printable(reply).split("\n");
  const start = lines.indexOf(`observation ${nonce}`);
  const end = lines.indexOf(`end ${nonce}`);
  if (start === -1 || end < start) return undefined;
  const facts = lines.slice(start + 1, end).map((line) => line.split(" "));
  const all = (key: string) => facts.filter(([name]) => name === key).map(([, ...values]) => values);
  const one = (key: string) => all(key)[0]?.[0];
  const home = one("home");
  return {
    user: one("user") ?? "",
    system: one("system") ?? "",
    missingCommands: all("missing").map(([command = ""]) => command),
    home: home === "present" || home === "other" ? home : "absent",
    node: one("node"),
    nodeId: one("node-id"),
    staged: one("staged"),
    active: all("active").map(([digest = ""]) => digest),
    healthy: one("healthy"),
    drift: all("file").flatMap(([expected, found, path = ""]) =>
      expected === found
        ? []
        : [{ path, change: found === "-" ? ("deleted" as const) : ("changed" as const) }],
    ),
    product: one("process") === undefined ? undefined : productFacts(one),
  };
}

function productFacts(one: (key: string) => string | undefined): ProductFacts {
  const role = one("role");
  const cause = one("cause");
  return {
    isRunning: one("process") === "running",
    stalePid: one("stale-pid"),
    role: role === "active" || role === "passive" || role === "backup" ? role : "none",
    isSynced: one("synced") === "yes",
    isLogged: one("started") !== undefined,
    hasStarted: one("started") === "yes",
    closedPort: one("closed"),
    cause: cause === undefined ? undefined : printable(Buffer.from(cause, "base64").toString("utf8")),
    peerAnswers: one("peer") === "answers",
    isBusy: one("busy") !== undefined,
  };
}

/** Text that may hold anything, as a terminal may show it. */
export function printable(text: string): string {
  return text.replaceAll(/[^\n\x20-\x7e]/g, "?");
}
