import { setTimeout as sleep } from "node:timers/promises";
import type { NodeActionKind, NodeActionResult } from "../node";
import type { Action, Decision, DesiredCluster, RolloutPolicy } from "./clusterState";
import type { DesiredNode } from "./findings";
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

/** Hears of each step; what is passing is of interest only while it lasts. */
export type Say = (text: string, isPassing?: boolean) => void;

type Pair<T> = readonly [T, T];

/** Milliseconds between two looks at nodes that are awaited. */
const pause = 500;

/** Milliseconds after which a look is too old to act on. */
const freshness = 2000;

/** Seconds for which another update's work on a node is awaited. */
const longestWork = 600;

/**
 * Looks at both nodes and acts on them, again and again, until nothing is left to do.
 *
 * @returns the last look
 * @throws Error with what is to be corrected
 */
export async function reconcile(given: Reconciliation): Promise<Pair<NodeObservation>> {
  const { desired, policy, say } = given;
  const memory = new RunMemory(given.desiredNodes, given.limits);
  const progress = new Progress(say);
  for (let isFirst = true; ; isFirst = false) {
    const { observations, seenAt } = await look(given.nodes, isFirst);
    const decision = decide(desired, memory.see(observations, isFirst), memory.histories, policy);
    if (decision.kind === "done") return observations;
    if (decision.kind === "failed") throw new Error(decision.reasons.join("\n"));
    if (decision.kind === "wait") {
      if (memory.busySeconds > longestWork) throw new Error(decision.reason);
      await refuseCancelled(given);
      progress.waits(decision.reason);
      await sleep(pause);
    } else if (performance.now() - seenAt < freshness) {
      await perform(decision, given, memory);
    }
  }
}

async function look(
  nodes: Pair<ControlledNode>,
  isThorough: boolean,
): Promise<{ observations: Pair<NodeObservation>; seenAt: number }> {
  const lookAt = async (node: ControlledNode): Promise<Look> => {
    const observation = await node.observe(isThorough);
    return { observation, at: performance.now() };
  };
  let [one, other] = await Promise.all([lookAt(nodes[0]), lookAt(nodes[1])]);
  // A silent host is awaited, and by then the look at the other one is too old.
  if (isSilent(one) && !isSilent(other)) other = await lookAt(nodes[1]);
  else if (isSilent(other) && !isSilent(one)) one = await lookAt(nodes[0]);
  const answered = [one, other].filter((each) => !isSilent(each)).map(({ at }) => at);
  return { observations: [one.observation, other.observation], seenAt: Math.min(...answered) };
}

interface Look {
  observation: NodeObservation;
  at: number;
}

function isSilent({ observation }: Look): boolean {
  return observation.kind === "unreachable";
}

async function perform(
  { node: place, action, failure, isGuarded }: Extract<Decision, { kind: "act" }>,
  given: Reconciliation,
  memory: RunMemory,
): Promise<void> {
  const { nodes, say } = given;
  await refuseCancelled(given);
  const node = nodes[place];
  memory.acts(place, action, failure);
  say(`${node.name}: ${describeAction(action)}`);
  const result = await node.act(action, isGuarded, (line) => say(`${node.name}: ${line}`, true));
  memory.acted(place, action, result);
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
