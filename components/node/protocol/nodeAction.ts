import { randomBytes } from "node:crypto";
import { type DatabaseLogin, loginLine } from "../databaseLogin";
import { masks, nodeIdLines, yesOrNo } from "../nodeRequests";
import { base64, RemoteScript, scriptWithRequest } from "../remoteScript";
import { javaLines } from "../versionLines";
import { quotedText } from "./quotedText";

/** One thing that is done to one node. */
export type NodeActionKind =
  /** Stops the product where it runs, installs the revision and starts the product. An active revision is a restart. */
  | { kind: "apply"; revision: string }
  /** Installs the files of a product that is not run from here. */
  | { kind: "install"; revision: string }
  | { kind: "start" }
  | { kind: "stop" }
  /** Stops the product for good: neither it nor its timer starts at boot. */
  | { kind: "retire" }
  /** Records that the node is healthy with its active revision. */
  | { kind: "markHealthy"; revision: string };

export interface NodeActionArgs {
  home: string;
  /** The node to which the home belongs. @default whichever it is */
  node?: string;
  /**
   * The digest of the revision that this deployer has staged. If another one was staged since, the node refuses.
   * @default whatever is staged
   */
  staged?: string;
  action: NodeActionKind;
  /** Whether files that somebody else has changed are replaced. */
  overwrite: boolean;
  /** Whether the node refuses to stop its product unless it reaches the other node. */
  isGuarded: boolean;
  /** Seconds that the product has to stop before it is killed. */
  stopSeconds: number;
  /** The product's, which is tried before a start. @default none is */
  database?: DatabaseLogin;
  /** The places of the node's id in the home. */
  nodeIdFiles: readonly string[];
  /** Says for people who asks, in the node's journal. @default nobody in particular */
  deployer?: string;
  /** Masked in quotations. */
  secrets: readonly string[];
}

export type NodeActionResult =
  | { kind: "done" }
  /** `refused`: nothing was stopped, installed or started. The reason has at most ten lines, secrets masked. */
  | { kind: "refused" | "failed"; reason: string };

/** A request for an action, and the way to tell its reply from anything else that a host may print. */
export interface NodeActionRequest {
  script: string;
  /** @returns undefined where the text has no reply to this request: the action may still be at work */
  parse(reply: string): NodeActionResult | undefined;
}

/** An action ends when the product's process is there, or gone. It does not wait until the product is healthy. */
export function actionRequest(args: NodeActionArgs): NodeActionRequest {
  const nonce = randomBytes(12).toString("hex");
  return { script: actionScript(args, nonce), parse: (reply) => parseResult(reply, nonce) };
}

/** The text of an action for somebody who looks at its exit code only; the same for the same action. */
export function actionScript(args: NodeActionArgs, nonce = "-"): string {
  const {
    home,
    node,
    staged,
    action,
    overwrite,
    isGuarded,
    stopSeconds,
    database,
    deployer,
    secrets,
    nodeIdFiles,
  } = args;
  return scriptWithRequest(RemoteScript.Act, [
    ["nonce", nonce],
    ["home", home],
    ...(node === undefined ? [] : [["node", node] as const]),
    ...(staged === undefined ? [] : [["staged", staged] as const]),
    "revision" in action ? ["action", action.kind, action.revision] : ["action", action.kind],
    ["overwrite", yesOrNo(overwrite)],
    ["guard", yesOrNo(isGuarded)],
    ["times", stopSeconds],
    ...(database === undefined ? [] : [loginLine("database", database)]),
    ...nodeIdLines(nodeIdFiles),
    ...javaLines(),
    ...(deployer === undefined ? [] : [["deployer", base64(deployer)] as const]),
    ...masks({ secrets }),
  ]);
}

/** Whether a line of a reply is for people: not the one that ends it. */
export function isForPeople(line: string): boolean {
  return line !== "" && !/^(outcome|closed) /.test(line);
}

function parseResult(reply: string, nonce: string): NodeActionResult | undefined {
  const closing = reply
    .split("\n")
    .map((line) => line.split(" "))
    .find(([key, of]) => key === "outcome" && of === nonce);
  const [, , kind, reason = ""] = closing ?? [];
  if (kind === "done") return { kind };
  return kind === "refused" || kind === "failed" ? { kind, reason: quotedText(reason) } : undefined;
}
