import type { NodeOperation } from "../../components";
import { type NodeAction, operateScript } from "../../components/node/nodeRequests";
import { runOnNode } from "./nodeSession";
import { isRight, type NodeReport, verifyNodes } from "./verification";
import { columns, verificationTable } from "./verificationTable";

/** What a failover took, in milliseconds on the clock of the machine that watched it. */
export interface DrillResult {
  /** The node that was active, and stopped. */
  stopped: string;
  /** The one that took over. */
  active: string;
  /** From the moment at which the active node began to stop until the other one was active. */
  takeOver: number;
  /** From its start until the stopped node was passive and synced. */
  recovery: number;
  after: NodeReport[];
}

/** Why a drill was not begun. */
export class DrillRefused extends Error {}

/**
 * Stops the active node, awaits that the other one becomes active, and starts the stopped one again, in any case.
 *
 * @param say hears what is being done
 * @param interrupted rejects when the drill is to be given up
 */
export async function drill(
  operations: readonly NodeOperation[],
  say: (text: string) => void,
  interrupted: Promise<never> = new Promise(() => undefined),
): Promise<DrillResult> {
  const before = await verifyNodes(operations);
  const at = (role: string) => operations[before.findIndex((report) => report.role === role)];
  const [active, passive] = [at("active"), at("passive")];
  if (!isRight(before) || active === undefined || passive === undefined) {
    throw new DrillRefused(`no drill, because not everything is right\n\n${verificationTable(before)}`);
  }
  const { becameActive } = await watch(passive);
  say(`${active.name} is active; stopping it`);
  const stopping = stop(active);
  let takeOver: number;
  let recovery: number;
  try {
    const measured = Promise.all([becameActive, stopping]).then(([takenAt, beganAt]) => takenAt - beganAt);
    takeOver = await Promise.race([measured, interrupted]);
    say(`${passive.name} is active after ${seconds(takeOver)}`);
  } finally {
    // Else it could be started before it is stopped.
    await stopping.catch(() => undefined);
    say(`starting ${active.name} again`);
    recovery = await startAgain(active);
  }
  say(`${active.name} is passive and synced after ${seconds(recovery)}`);
  const after = await verifyNodes(operations);
  if (!isRight(after))
    throw new Error(`after the drill not everything is right\n\n${verificationTable(after)}`);
  return { stopped: active.name, active: passive.name, takeOver, recovery, after };
}

export function drillTable({ stopped, active, takeOver, recovery }: DrillResult): string {
  const rows = [
    ["was active, and stopped", stopped],
    ["took over", active],
    ["until it was active", seconds(takeOver)],
    [`until ${stopped} was passive and synced again`, seconds(recovery)],
  ];
  return `${columns(rows).join("\n")}\n`;
}

/** Resolves when the node is watched, to the moment at which it will have become active. */
async function watch(node: NodeOperation): Promise<{ becameActive: Promise<number> }> {
  const watching = Promise.withResolvers<void>();
  const becameActive = operate(
    node,
    ["await", "active"],
    (line) => line === "waiting" && watching.resolve(),
  ).then(() => performance.now());
  becameActive.catch(watching.reject);
  await watching.promise;
  return { becameActive };
}

/** Resolves when the node has stopped, to the moment at which it began to. */
async function stop(node: NodeOperation): Promise<number> {
  let began = performance.now();
  await operate(node, ["stop"], (line) => {
    if (line === "stopping") began = performance.now();
  });
  return began;
}

async function startAgain(node: NodeOperation): Promise<number> {
  const began = performance.now();
  // Where the other node did not take over, this one becomes active.
  await operate(node, ["start", "any"]);
  return performance.now() - began;
}

function operate(node: NodeOperation, action: NodeAction, onLine?: (line: string) => void): Promise<string> {
  return runOnNode(node, operateScript(node.home, node.run, action), onLine).catch((error: Error) => {
    throw new Error(`${node.name}: ${error.message}`);
  });
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
