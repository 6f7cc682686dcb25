import { setTimeout as sleep } from "node:timers/promises";
import type { NodeActionKind, NodeActionResult } from "../node";
import type { Action, Decision, DesiredCluster, RolloutPolicy } from "./clusterState";
import { failureText } from "./failureText";
import type { DesiredNode } from "./findings";
import { NodeLooks, peerOf } from "./nodeLooks";
import type { NodeLimits } from "./nodeState";
import type { NodeObservation } from "./observation";
import { decide } from "./plan/plan";
import { Progress } from "./progress";
import { RunMemory } from "./runMemory";

/** A node as the loop deals with it. */
export interface ControlledNode {
  readonly name: string;
  /**
   * Looks at the node; never rejects.
   *
   * @param isThorough at MySQL too, as the node reaches it
   */
  observe(isThorough: boolean): Promise<NodeObservation>;
  /** @returns undefined where the connection was lost meanwhile: what became of the action shows at the next look */
  act(
    action: NodeActionKind,
    isGuarded: boolean,
    hear: (line: string) => void,
  ): Promise<NodeActionResult | undefined>;
}

export interface Reconciliation {
  nodes: Pair<ControlledNode>;
  desiredNodes: Pair<DesiredNode>;
  desired: DesiredCluster;
  policy: RolloutPolicy;
  limits: NodeLimits;
  say: Say;
  /** Whether the update that this belongs to still goes on. */
  goesOn: () => Promise<boolean>;
}

/** Hears of each step; a passing one is of interest only while it lasts, and is not shown everywhere. */
export type Say = (text: string, isPassing?: boolean) => void;

type Pair<T> = readonly [T, T];

/** Milliseconds between two looks at nodes that are awaited. */
const pause = 500;

/** Seconds for which another update's work on a node is awaited. */
const longestWork = 600;

/**
 * Looks at both nodes and acts on them, again and again, until nothing is left to do.
 *
 * @returns the last look
 * @throws Error with what is to be corrected
 */
export async function reconcile(given: Reconciliation): Promise<Pair<NodeObservation>> {
  const { nodes, say } = given;
  const looks = new NodeLooks(nodes);
  const memory = new RunMemory(given.desiredNodes, given.limits);
  const progress = new Progress(say);
  const next = () => decide(given.desired, memory.see(looks.observations), memory.histories, given.policy);
  for (;;) {
    await looks.lookAtBoth();
    let decision = next();
    if (decision.kind === "act" || decision.kind === "wait") await refuseCancelled(given);
    if (decision.kind === "act" && (await looks.renew(decision.node))) decision = next();
    if (decision.kind === "done") return looks.observations;
    if (decision.kind === "failed") throw new Error(failureText(decision.reasons));
    if (decision.kind === "wait") {
      if (memory.busySeconds > longestWork) throw new Error(decision.reason);
      progress.waits(decision.reason);
      await sleep(pause);
    } else if (decision.isGuarded && looks.isOld(peerOf(decision.node))) {
      progress.waits(`${nodes[peerOf(decision.node)].name} answers too slowly`);
    } else {
      await perform(decision, given, memory, progress);
    }
  }
}

async function perform(
  { node: place, action, failure, isGuarded }: Extract<Decision, { kind: "act" }>,
  { nodes, say }: Reconciliation,
  memory: RunMemory,
  progress: Progress,
): Promise<void> {
  const node = nodes[place];
  memory.acts(place, action, failure);
  const text = `${node.name}: ${describeAction(action)}`;
  say(text);
  const acting = node.act(action, isGuarded, (line) => say(`${node.name}: ${line}`));
  memory.acted(place, action, await progress.during(text, acting));
}

async function refuseCancelled({ goesOn }: Reconciliation): Promise<void> {
  if (!(await goesOn())) throw new Error("the update was cancelled; the next one goes on from here");
}

function describeAction(action: Action): string {
  switch (action.kind) {
    case "apply":
      return `gets revision ${action.revision.slice(0, 8)}`;
    case "start":
      return "is started";
    case "stop":
      return "is stopped";
    case "markHealthy":
      return `is healthy with revision ${action.revision.slice(0, 8)}`;
  }
}
