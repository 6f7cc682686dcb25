import { randomBytes } from "node:crypto";
import { printableLines } from "../../description";
import { withVersion } from "../../product";
import { loginLine } from "../databaseLogin";
import { databaseUseLines, masks, nodeIdLines, type ProductDatabases, yesOrNo } from "../nodeRequests";
import { RemoteScript, scriptWithRequest } from "../remoteScript";
import { logLines } from "../versionLines";
import { quotedText } from "./quotedText";

/** Facts about a node, as `scripts/observe.sh` reads them. */
export interface NodeFacts {
  /** The user that our scripts run as there. */
  user: string;
  /** As `uname -s` prints it. */
  system: string;
  /** Commands that the scripts need and the host lacks. */
  missingCommands: string[];
  /** Free for the home, in MiB. */
  freeMegabytes: number | undefined;
  /** Of the JDK that the next start uses; undefined where nothing says how the product is started. */
  javaVersion: string | undefined;
  /** Seconds by which its clock is ahead of this machine's; two nodes are compared by it. */
  clockAhead: number | undefined;
  /** `other`: a folder that holds no product. */
  home: "present" | "absent" | "other";
  /** Other homes in which our product runs on this host; none is looked for once something is deployed in this one. */
  otherHomes: RunningHome[];
  /** The reason why the state folder is not read: nothing is known of revisions and the product then. */
  stateProblem: StateProblem | undefined;
  /** Which of the two nodes the home belongs to; undefined before the first update. */
  node: string | undefined;
  nodeId: string | undefined;
  /** The versions of the bundle `event.processor.manager.core` in the home. */
  bundles: string[];
  /** Whether an update installed the home. Only such a home gets another version of the product. */
  isInstalled: boolean;
  /** Texts of the files that were asked for, in latin1, by their paths in the home; those that are there and not too large. */
  texts: ReadonlyMap<string, string>;
  /** Digests of revisions; more than one is active where an update was interrupted. */
  staged: string | undefined;
  active: string[];
  healthy: string | undefined;
  /** The digests of the revisions that lie beside the home. */
  revisions: string[];
  /**
   * The values of the active and the healthy revision that must match on both nodes: a digest for each argument. Where an update was
   * interrupted, those of the revision that it was about.
   */
  activeValues: Record<string, string> | undefined;
  healthyValues: Record<string, string> | undefined;
  /** Whether an update is at work on the node. */
  isBusy: boolean;
  /** The deployer that holds the node, and since when. */
  holder: string | undefined;
  /** The deployer that has begun the action which is at work there, and when; it may be gone. */
  actionOwner: string | undefined;
  /** The last actions on the node, a line each: when, what, which revision, what outcome, who. */
  journal: string[];
  /** Why the last action on the node failed; undefined if it succeeded. */
  lastFailure: string | undefined;
  /** Files of the active revision. */
  fileCount: number;
  /** Those of them that differ on the node. */
  drift: { path: string; change: "changed" | "deleted" }[];
  /**
   * By the active revision, or by the one staged last where that cannot be read; undefined where neither is there. So it is also defined
   * where `active` is empty.
   */
  product: ProductFacts | undefined;
  /** Whether the product runs although neither revision is there: what lies beside the home was lost. */
  runsUndescribed: boolean;
  /** Undefined where the request did not ask for it. */
  database: { checks: DatabaseCheck[] } | undefined;
}

export interface RunningHome {
  path: string;
  /** Where its event sync listens: `address:port`. */
  eventSync: string;
  /** Which of the two nodes it belongs to; undefined where that is not known. */
  node: string | undefined;
  /** Whether its product uses all of this deployment's databases. */
  hasSameDatabases: boolean;
}

/** A state folder that root does not use. */
export interface StateProblem {
  /**
   * `exposed`: the home's owner can exchange it by means of the folder `value`; `link`: it is one; `foreign`: it belongs to the user
   * `value`; `newer`: a later version of this library has written it, with the layout `value`.
   */
  kind: "exposed" | "link" | "foreign" | "newer";
  value: string;
}

/** One check of MySQL from the node, as its product uses it. */
export interface DatabaseCheck {
  /** `database`: rights and tables; `login`: with the JDBC driver. */
  subject: "database" | "login" | "clock";
  /** `skipped`: the node lacks the means for it. */
  state: "ok" | "bad" | "skipped";
  /** For people. */
  detail: string;
}

export interface ProductFacts {
  isRunning: boolean;
  /** The time since its process began, in seconds. */
  ageSeconds: number | undefined;
  /** The number in the product's pid file, where another process has it. */
  stalePid: string | undefined;
  role: "active" | "passive" | "backup" | "none";
  /** Whether a passive node has the active one's state. */
  isSynced: boolean;
  /** Whether the logs reach back to this start: otherwise role, sync and start are not known. */
  isLogged: boolean;
  /** Whether this start has finished, by the product's log. */
  hasStarted: boolean;
  /** Whether its Spark master and worker have started; a worker waits for the masters of both nodes. */
  hasMaster: boolean;
  hasWorker: boolean;
  /** Whether the other node is a member of its cluster, by the log of this start. */
  peerJoined: "yes" | "no" | "unknown";
  /** Whether it has a Hazelcast connection to another host. */
  peerConnects: boolean;
  /**
   * Whether its start waits for the other node, by its log. In DAS 3.1.0 and 3.2.0 the start of a lone first node does not end
   * (`TasksDSComponent` of carbon-commons).
   */
  waitsForPeer: boolean;
  /** The ports on which it does not answer: `thrift:7612`. */
  closedPorts: string[];
  /** The line of its log that says why it does not work, secrets masked. */
  cause: string | undefined;
  /** The newest error in the log of this start with its innermost cause, for people only; secrets masked. */
  newestCause: string | undefined;
  peerAnswers: boolean;
}

/** A request for the facts of a node, and how its reply is told from anything else that a host may print. */
export interface FactsRequest {
  script: string;
  /** @returns undefined where the text is not the whole reply to this request */
  parse(reply: string): NodeFacts | undefined;
}

/**
 * @param home the product home
 * @param secrets masked in quotations from the product's log
 * @param nodeIdFiles the places of the node's id in the home
 * @param database also checks MySQL
 * @param triesDriver with the JDBC driver too, which takes seconds
 * @param homeFiles paths in the home of files whose texts are read
 */
export function factsRequest(
  home: string,
  secrets: readonly string[],
  nodeIdFiles: readonly string[],
  database?: ProductDatabases,
  triesDriver = true,
  homeFiles: readonly string[] = [],
): FactsRequest {
  const nonce = randomBytes(12).toString("hex");
  const script = scriptWithRequest(RemoteScript.Observe, [
    ["nonce", nonce],
    ["home", home],
    ...masks({ secrets }),
    ...nodeIdLines(nodeIdFiles),
    ...logLines(),
    ...(database === undefined ? [] : [loginLine("database", database), ...databaseUseLines(database)]),
    ["driver", yesOrNo(triesDriver)],
    ...homeFiles.map((path) => ["text", path] as const),
  ]);
  return { script, parse: (reply) => parseFacts(reply, nonce, database !== undefined) };
}

/** A login shell may print before the reply and after it. */
function parseFacts(reply: string, nonce: string, hasDatabase: boolean): NodeFacts | undefined {
  const lines = printableLines(reply).split("\n");
  const start = lines.indexOf(`observation ${nonce}`);
  const end = lines.indexOf(`end ${nonce}`);
  if (start === -1 || end < start) return undefined;
  const facts = lines.slice(start + 1, end).map((line) => line.split(" "));
  const all: Facts = (key) => facts.filter(([name]) => name === key).map(([, ...values]) => values);
  const one = (key: string) => all(key)[0]?.[0];
  const [home, process] = [one("home"), one("process")];
  return {
    user: one("user") ?? "",
    system: one("system") ?? "",
    missingCommands: firstWords(all("missing")),
    freeMegabytes: numberOf(one("room")),
    javaVersion: one("java"),
    clockAhead: aheadOfUs(numberOf(one("clock"))),
    home: home === "present" || home === "other" ? home : "absent",
    otherHomes: all("runs").map(([path = "", eventSync = "", node, shares]) => ({
      path,
      eventSync,
      node: node === "-" ? undefined : node,
      hasSameDatabases: shares === "yes",
    })),
    stateProblem: stateProblem(all("state")[0]),
    node: one("node"),
    nodeId: one("node-id"),
    bundles: firstWords(all("bundle")),
    texts: new Map(
      all("text").map(([path = "", text = ""]) => [path, Buffer.from(text, "base64").toString("latin1")]),
    ),
    isInstalled: one("installed") === "yes",
    staged: one("staged"),
    active: firstWords(all("active")),
    healthy: one("healthy"),
    revisions: firstWords(all("set")),
    activeValues: valuesOf("active", all),
    healthyValues: valuesOf("healthy", all),
    isBusy: one("busy") !== undefined,
    holder: text(one("holder")),
    actionOwner: text(one("owner")),
    journal: text(one("journal"))?.split("\n") ?? [],
    lastFailure: text(one("failure")),
    fileCount: all("file").length,
    drift: all("file").flatMap(([expected, found, path = ""]) =>
      expected === found
        ? []
        : [{ path, change: found === "-" ? ("deleted" as const) : ("changed" as const) }],
    ),
    product: process === undefined || process === "undescribed" ? undefined : productFacts(all),
    runsUndescribed: process === "undescribed",
    database: hasDatabase ? { checks: all("check").map(databaseCheck) } : undefined,
  };
}

/** The values of every line with a key. */
type Facts = (key: string) => string[][];

function productFacts(all: Facts): ProductFacts {
  const one = (key: string) => all(key)[0]?.[0];
  const [role, joined, age] = [one("role"), one("joined"), one("age")];
  return {
    isRunning: one("process") === "running",
    ageSeconds: numberOf(age),
    stalePid: one("stale-pid"),
    role: role === "active" || role === "passive" || role === "backup" ? role : "none",
    isSynced: one("synced") === "yes",
    isLogged: one("started") !== undefined,
    hasStarted: one("started") === "yes",
    hasMaster: one("master") === "yes",
    hasWorker: one("worker") === "yes",
    peerJoined: joined === "yes" || joined === "no" ? joined : "unknown",
    peerConnects: one("connected") === "yes",
    waitsForPeer: one("waiting") === "yes",
    closedPorts: firstWords(all("closed")),
    cause: text(one("cause")),
    newestCause: text(one("newest")),
    peerAnswers: one("peer") === "answers",
  };
}

function stateProblem([kind, value = ""]: string[] = []): StateProblem | undefined {
  if (kind === undefined) return undefined;
  return { kind: kind === "exposed" || kind === "link" || kind === "newer" ? kind : "foreign", value };
}

function valuesOf(revision: "active" | "healthy", all: Facts): Record<string, string> | undefined {
  const own = all("values").filter(([of]) => of === revision);
  if (own.length === 0) return undefined;
  return withVersion(Object.fromEntries(own.map(([, argument = "", digest = ""]) => [argument, digest])));
}

function databaseCheck([subject, state, detail = ""]: string[]): DatabaseCheck {
  return {
    subject: subject === "login" || subject === "clock" ? subject : "database",
    state: state === "ok" || state === "skipped" ? state : "bad",
    detail: quotedText(detail),
  };
}

function numberOf(word: string | undefined): number | undefined {
  return word === undefined ? undefined : Number(word);
}

/** The reply has just come. */
function aheadOfUs(clock: number | undefined): number | undefined {
  return clock === undefined ? undefined : Math.round(clock - Date.now() / 1000);
}

function firstWords(lines: string[][]): string[] {
  return lines.map(([word = ""]) => word);
}

function text(encoded: string | undefined): string | undefined {
  return encoded === undefined ? undefined : quotedText(encoded);
}
