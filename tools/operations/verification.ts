import type { NodeOperation } from "../../components";
import { printable } from "../../components/description/printable";
import { verifyScript } from "../../components/node/nodeRequests";
import { runOnNode } from "./nodeSession";

/** One thing that was looked at on a node. */
export interface Check {
  state: "ok" | "bad" | "skipped";
  /** `health`, `ports`, `files`, … */
  subject: string;
  detail: string;
}

/** What the verification of one node has found. */
export interface NodeReport {
  name: string;
  address: string;
  checks: Check[];
  role: "active" | "passive" | undefined;
  /** Why the node could not be looked at. */
  failure: string | undefined;
}

/** Looks at both nodes, one after the other, without changing anything on them. */
export async function verifyNodes(operations: readonly NodeOperation[]): Promise<NodeReport[]> {
  const reports: NodeReport[] = [];
  for (const node of operations) reports.push(await verifyNode(node, reports.at(-1)?.role));
  return reports;
}

/** Whether everything is as it should be. */
export function isRight(reports: readonly NodeReport[]): boolean {
  return reports.every(
    ({ failure, checks }) => failure === undefined && checks.every(({ state }) => state !== "bad"),
  );
}

async function verifyNode(node: NodeOperation, peerRole: string | undefined): Promise<NodeReport> {
  const { name, address, home, revision, run } = node;
  const lines: string[] = [];
  const script = verifyScript({ home, revision, run, peerRole, confirm: false });
  const failure = await runOnNode(node, script, (line) => lines.push(line)).then(
    () => undefined,
    (error: Error) => error.message,
  );
  const checks = lines.flatMap(parsed);
  const health = checks.find(({ subject }) => subject === "health");
  const role = health?.state === "ok" ? /^(active|passive)\b/.exec(health.detail)?.[1] : undefined;
  return {
    name,
    address,
    checks,
    role: role as NodeReport["role"],
    // Where checks were made, they say themselves what has failed.
    failure: checks.length > 0 ? undefined : failure,
  };
}

/** A line of scripts/verify.sh: `ok      health   active`. */
function parsed(line: string): Check[] {
  const [, state, subject, detail] = /^(ok|bad|skipped) +(\S+) +(.*)$/.exec(line) ?? [];
  if (state === undefined || subject === undefined || detail === undefined) return [];
  return [{ state: state as Check["state"], subject, detail: printable(detail) }];
}
