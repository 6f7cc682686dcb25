import { setTimeout as sleep } from "node:timers/promises";
import type { NodeOperation } from "../../components";
import type { NodeActionResult } from "../../components/node";
import { serves } from "../../components/rollout/productHealth";
import { leaseNodes } from "../../components/rollout/reconcile";
import type { RolloutNode } from "../../components/rollout/rolloutNode";
import { operatedNode } from "./operatedNode";
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
  const { takeOver, recovery } = await failOver(active, passive, say, interrupted);
  const after = await verifyNodes(operations);
  if (!isRight(after))
    throw new Error(`after the drill not everything is right\n\n${verificationTable(after)}`);
  return { stopped: active.name, active: passive.name, takeOver, recovery, after };
}

async function failOver(
  active: NodeOperation,
  passive: NodeOperation,
  say: (text: string) => void,
  interrupted: Promise<never>,
): Promise<{ takeOver: number; recovery: number }> {
  const [stopped, other] = [operatedNode(active), operatedNode(passive)];
  try {
    // Both connections are there before the clock runs.
    const [, seen] = await Promise.all([stopped.observe(false), other.observe(false)]);
    if (seen.kind !== "facts" || seen.facts.product === undefined || !serves(seen.facts.product)) {
      throw new DrillRefused(`no drill, because ${other.name} does not serve any more`);
    }
    const [first, second] = stopped.name < other.name ? [stopped, other] : [other, stopped];
    // Else an update could begin meanwhile.
    const refusal = (taken: string) => new DrillRefused(`no drill, because ${taken}`);
    await leaseNodes([first, second], () => true, refusal);
    say(`${active.name} is active; stopping it`);
    const began = performance.now();
    const stopping = stop(stopped);
    let takeOver: number;
    let recovery = 0;
    try {
      await Promise.race([
        Promise.all([role(other, "active", active.run.times.start), stopping]),
        interrupted,
      ]);
      takeOver = performance.now() - began;
      say(`${passive.name} is active after ${seconds(takeOver)}`);
    } finally {
      // Else it could be started before it is stopped.
      const [end] = await Promise.allSettled([stopping]);
      if (end.status === "fulfilled" || !(end.reason instanceof DrillRefused)) {
        say(`starting ${active.name} again`);
        recovery = await startAgain(stopped, active);
      }
    }
    say(`${active.name} is passive and synced after ${seconds(recovery)}`);
    return { takeOver, recovery };
  } finally {
    for (const node of [stopped, other]) node.close();
  }
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

/** Resolves when the node serves, in that role where one is given. */
async function role(node: RolloutNode, wanted: string | undefined, limit: number): Promise<void> {
  for (const deadline = performance.now() + limit * 1000; performance.now() < deadline; await sleep(100)) {
    const observation = await node.observe(false);
    const product = observation.kind === "facts" ? observation.facts.product : undefined;
    if (product !== undefined && serves(product) && (wanted ?? product.role) === product.role) return;
  }
  throw new Error(`${node.name} has not become ${wanted ?? "active or passive"} within ${limit} s`);
}

async function startAgain(node: RolloutNode, { run }: NodeOperation): Promise<number> {
  const began = performance.now();
  await start(node);
  // Where the other node did not take over, this one becomes active.
  await role(node, undefined, run.times.start);
  return performance.now() - began;
}

/** Guarded: the node itself sees to it that the other one answers. */
async function stop(node: RolloutNode): Promise<void> {
  const result = await node.act({ kind: "stop" }, true, () => undefined);
  if (result?.kind === "refused") throw new DrillRefused(`no drill, because ${result.reason}`);
  if (result?.kind !== "done") throw new Error(`${node.name}: ${reasonOf(result)}`);
}

/** Tries it twice: what refused it may have been passing, such as another update that was at work. */
async function start(node: RolloutNode): Promise<void> {
  const tryOnce = () => node.act({ kind: "start" }, false, () => undefined);
  let result = await tryOnce();
  if (result?.kind !== "done") result = await tryOnce();
  if (result?.kind === "done") return;
  const reason = reasonOf(result);
  throw new Error(
    `${node.name} IS STOPPED, and it could not be started again: ${reason}\nCorrect that and run \`pulumi up\`, which starts it.`,
  );
}

function reasonOf(result: NodeActionResult | undefined): string {
  return result === undefined || result.kind === "done" ? "the connection was lost" : result.reason;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
