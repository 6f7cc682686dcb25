import { askOverSsh, factsRequest, HostKeyError, type NodeFacts, type SshEndpoint } from "../node";

/** What it takes to look at a node. */
export interface NodeAccess {
  endpoint: SshEndpoint;
  /** What runs a script from its standard input: `sh -s`, or through sudo. */
  shell: string;
  home: string;
  /** Masked in what is quoted from the product's log. */
  secrets: readonly string[];
}

/** What a look at a node has given. It is always a value: only hooks turn it into an error. */
export type NodeObservation =
  | { kind: "facts"; facts: NodeFacts }
  /** Nobody answered, or let us in. */
  | { kind: "unreachable"; reason: string }
  /** Something answered, and it is not a node that runs our commands. */
  | { kind: "wrong"; reason: string }
  /** Nobody was dialled: where the node is becomes known later, or observing is turned off. */
  | { kind: "none" };

/** As much as an error shows of what a host says. */
const quotedLines = 4;

/** Looks at a node, and changes nothing there. */
export async function observeNode(access: NodeAccess, patienceSeconds: number): Promise<NodeObservation> {
  const { endpoint, shell, home, secrets } = access;
  const { script, parse } = factsRequest(home, secrets);
  try {
    const run = { endpoint, command: shell, script, patienceSeconds };
    const { output, complaints } = await askOverSsh(run);
    const facts = parse(output);
    if (facts !== undefined) return { kind: "facts", facts };
    return { kind: "wrong", reason: `it does not run our commands; it says: ${quoted(output + complaints)}` };
  } catch (error) {
    const { message } = error as Error;
    return { kind: error instanceof HostKeyError ? "wrong" : "unreachable", reason: message };
  }
}

/** The first lines of what a host says, as a terminal may show them. */
function quoted(text: string): string {
  const lines = text
    .replaceAll(/[^\n\x20-\x7e]/g, "?")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.trim().slice(0, 160));
  return lines.length === 0 ? "nothing" : lines.slice(0, quotedLines).join(" | ");
}
