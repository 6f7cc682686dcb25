import type { NodeOperation } from "../../components";
import type { NodeFacts, ProductFacts } from "../../components/node";
import type { NodeObservation } from "../../components/rollout/observation";
import { lackOf, serves, whyNotServing } from "../../components/rollout/productHealth";
import { operatedNode } from "./operatedNode";

/** One thing that was looked at on a node. */
export interface Check {
  state: "ok" | "bad" | "skipped";
  /** `health`, `ports`, `files`, … */
  subject: string;
  detail: string;
}

/** The verification of one node. */
export interface NodeReport {
  name: string;
  address: string;
  checks: Check[];
  role: "active" | "passive" | undefined;
  /** The last actions on the node, the newest last: when, what, which revision, what outcome, who. */
  journal: string[];
  /** Why the node could not be looked at. */
  failure: string | undefined;
}

/** Looks at both nodes at once, and changes nothing on them. */
export async function verifyNodes(operations: readonly NodeOperation[]): Promise<NodeReport[]> {
  const reports = await Promise.all(
    operations.map(async (operation) => {
      const node = operatedNode(operation);
      try {
        return report(operation, await node.observe(true));
      } finally {
        node.close();
      }
    }),
  );
  const [one, other] = reports;
  if (one?.role !== undefined && one.role === other?.role) {
    const detail = `both nodes are ${one.role}; update with another rerunTrigger, which restarts one of them`;
    other.checks.splice(1, 0, { state: "bad", subject: "roles", detail });
  }
  return reports;
}

/** Whether everything is as it should be. */
export function isRight(reports: readonly NodeReport[]): boolean {
  return reports.every(
    ({ failure, checks }) => failure === undefined && checks.every(({ state }) => state !== "bad"),
  );
}

function report({ name, address, revision }: NodeOperation, observation: NodeObservation): NodeReport {
  if (observation.kind !== "facts") {
    const failure = observation.kind === "none" ? "it was not looked at" : observation.reason;
    return { name, address, checks: [], role: undefined, journal: [], failure };
  }
  const { facts } = observation;
  const { product } = facts;
  const isServing = product !== undefined && serves(product);
  const { role } = product ?? {};
  return {
    name,
    address,
    checks: [
      ...(facts.runsUndescribed ? [bad("health", lostText)] : healthChecks(product)),
      filesCheck(facts, revision),
      ...(facts.database?.checks ?? []),
      ...(facts.nodeId === undefined
        ? []
        : [{ state: "ok", subject: "node-id", detail: facts.nodeId } as const]),
    ],
    role: isServing && (role === "active" || role === "passive") ? role : undefined,
    journal: facts.journal,
    failure: undefined,
  };
}

const lostText = "it runs, and the folder beside its home, which says how, was lost; run an update";

function healthChecks(product: ProductFacts | undefined): Check[] {
  if (product === undefined || !product.isRunning) return [bad("health", "it does not run")];
  if (!serves(product)) return [bad("health", whyNotServing(product))];
  const lack = lackOf(product);
  const role = product.role === "passive" ? "passive, its state is synced" : product.role;
  const [closed] = product.closedPorts;
  return [
    lack === undefined ? ok("health", role === "none" ? "it serves" : role) : bad("health", lack),
    closed === undefined ? ok("ports", "all open") : bad("ports", `${closed.replace(":", " ")} is closed`),
    product.peerAnswers
      ? ok("peer", "the other node answers")
      : bad(
          "peer",
          "the other node does not answer from here; see that it runs and that its event sync and management ports are open between the nodes",
        ),
  ];
}

function filesCheck({ active, drift, fileCount }: NodeFacts, revision: string): Check {
  if (active.length !== 1 || active[0] !== revision) {
    return bad(
      "files",
      "another configuration is active than the deployment's: another update has activated it, or one was cut off; run an update",
    );
  }
  if (drift.length === 0) return ok("files", `${fileCount} as activated`);
  const files = drift.map(({ path, change }) => `${path} (${change})`).join(", ");
  return bad("files", `${files}; put it back, or update with overwrite`);
}

function ok(subject: string, detail: string): Check {
  return { state: "ok", subject, detail };
}

function bad(subject: string, detail: string): Check {
  return { state: "bad", subject, detail };
}
