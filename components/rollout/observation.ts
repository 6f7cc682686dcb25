import { setTimeout as sleep } from "node:timers/promises";
import { printableLines } from "../description";
import {
  askOverSsh,
  factsRequest,
  HostKeyError,
  type NodeFacts,
  type ProductDatabases,
  type SshEndpoint,
  type SshReply,
  type SshRun,
  UnreachableError,
} from "../node";

/** The way to a node, to look at it. */
export interface NodeAccess {
  endpoint: SshEndpoint;
  /** What runs a script from its standard input: `sh -s`, or through sudo. */
  shell: string;
  home: string;
  /** Masked in what is quoted from the product's log. */
  secrets: readonly string[];
  /** The places of the node's id in the home. */
  nodeIdFiles: readonly string[];
  /** MySQL is looked at from there too. */
  database?: ProductDatabases;
  /** Whether that is done with the JDBC driver as well, which takes seconds. @default true */
  triesDriver?: boolean;
  /** Paths of files in the home whose texts are read. @default none */
  homeFiles?: readonly string[];
}

/** The result of a look at a node. It is always a value: only hooks turn it into an error. */
export type NodeObservation =
  | { kind: "facts"; facts: NodeFacts }
  /** Nobody answered, or let us in. */
  | { kind: "unreachable"; reason: string }
  /** Something answered, and it is not a node that runs our commands. */
  | { kind: "wrong"; reason: string }
  /** Nobody was dialled: where the node is becomes known later, or observing is turned off. */
  | { kind: "none" };

/** Bytes; a node's own reply has a few thousand. */
export const longestReply = 1 << 20;

/** As much as an error shows of what a host says. */
const quotedLines = 4;

/** How long a look at a node may take. */
export interface ObservationLimits {
  /** Until the host has let us in. */
  patienceSeconds: number;
  /** Until the whole reply is there, from the first attempt on. */
  seconds: number;
}

/**
 * Looks at a node, and changes nothing there.
 *
 * @param ask over a connection that is there already
 */
export async function observeNode(
  access: NodeAccess,
  { patienceSeconds, seconds }: ObservationLimits,
  ask: Ask = askOverSsh,
): Promise<NodeObservation> {
  const { endpoint, shell, home, secrets, nodeIdFiles, database, triesDriver, homeFiles } = access;
  const { script, parse } = factsRequest(home, secrets, nodeIdFiles, database, triesDriver, homeFiles);
  try {
    const limits = { seconds, bytes: longestReply };
    const run = { endpoint, command: shell, script, patienceSeconds, limits };
    const { output, complaints } = await askAgain(ask, run);
    const facts = parse(output);
    if (facts !== undefined) return { kind: "facts", facts };
    const said = quoted(withoutSecrets(output + complaints, secrets));
    return { kind: "wrong", reason: `it does not run our commands; it says: ${said}` };
  } catch (error) {
    const { message } = error as Error;
    return { kind: error instanceof HostKeyError ? "wrong" : "unreachable", reason: message };
  }
}

/** Seconds for which a node is looked at again that another deployer holds: that one may just have been ended. */
const longestRelease = 5;

/** Looks at a node once nobody holds it any more, or after a while in any case. */
export async function observeFreeNode(
  access: NodeAccess,
  limits: ObservationLimits,
): Promise<NodeObservation> {
  const began = performance.now();
  for (;;) {
    const observation = await observeNode(access, limits);
    const isHeld = observation.kind === "facts" && observation.facts.holder !== undefined;
    if (!isHeld || performance.now() - began > longestRelease * 1000) return observation;
    await sleep(500);
  }
}

/** An action of another stack that goes on without its deployer holds the node as that one did. */
export function heldByAction(observation: NodeObservation, deployer: string): NodeObservation {
  if (observation.kind !== "facts") return observation;
  const { holder, actionOwner } = observation.facts;
  if (holder !== undefined || actionOwner === undefined || stackOf(actionOwner) === stackOf(deployer))
    return observation;
  return { kind: "facts", facts: { ...observation.facts, holder: actionOwner } };
}

/** As `currentDeployer` writes it first. */
function stackOf(deployer: string): string {
  return deployer.split(", ")[0] ?? "";
}

/** Sends a script to a host. */
export type Ask = typeof askOverSsh;

/** Once more if the connection was lost meanwhile, which is no answer of the host. */
export async function askAgain(ask: Ask, run: SshRun): Promise<SshReply> {
  try {
    return await ask(run);
  } catch (error) {
    if (error instanceof UnreachableError || error instanceof HostKeyError) throw error;
    return ask(run);
  }
}

/** A host that repeats its input has our request to repeat. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap((secret) => [secret, Buffer.from(secret).toString("base64")]);
  return forms
    .filter((form) => form.length > 3)
    .reduce((rest, form) => rest.replaceAll(form, "********"), text);
}

/** The first lines of what a host says, as a terminal may show them. */
function quoted(text: string): string {
  const lines = printableLines(text)
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.trim().slice(0, 160));
  return lines.length === 0 ? "nothing" : lines.slice(0, quotedLines).join(" | ");
}
