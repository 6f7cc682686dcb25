import { setTimeout as sleep } from "node:timers/promises";
import type { NodeActionKind, NodeActionResult } from "../node";
import { type Action, type Decision, type NodeIndex, peerOf } from "./clusterState";
import type { DesiredRollout } from "./desiredRollout";
import { boundedError } from "./evidence";
import { NodeLooks } from "./nodeLooks";
import type { NodeObservation } from "./observation";
import { forecastBeyond } from "./plan/forecast";
import { forecastText } from "./plan/forecastText";
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
  /** Logs in for the lease and for actions, where that is not so already. Never rejects. */
  reach(): Promise<void>;
  /** Keeps other deployers from the node until it is closed; does nothing if that is so already. Never rejects. */
  lease(): Promise<LeaseResult>;
  /** @returns undefined where the connection was lost meanwhile: what became of the action shows at the next look */
  act(
    action: NodeActionKind,
    isGuarded: boolean,
    hear: (line: string) => void,
  ): Promise<NodeActionResult | undefined>;
}

export interface LeaseResult {
  /** The node was free until now. */
  isNew: boolean;
  /** The other deployer that has it. */
  holder?: string;
}

export interface Reconciliation extends DesiredRollout {
  nodes: Pair<ControlledNode>;
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

const busyRemedy = `that has taken ${longestWork} s; see <home>.deployment/job.log there, end what hangs, and run the update again`;

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
  const { desired, policy } = given;
  const next = () => decide(desired, memory.see(looks.observations), memory.histories, policy);
  for (;;) {
    await progress.during("looking at both nodes", looks.lookAtBoth());
    let decision = next();
    if (decision.kind === "act" || decision.kind === "wait") {
      await refuseCancelled(given);
      // Another deployer may have acted until now.
      const leasing = leaseNodes(nodes, (index) => index !== policy.held && looks.answered(index));
      if (await progress.during("waiting for both nodes to be free", leasing)) continue;
    }
    if (decision.kind === "act" && (await looks.renew(decision.node))) decision = next();
    if (decision.kind === "done") {
      for (const note of decision.notes) say(note);
      return looks.observations;
    }
    if (decision.kind === "failed") {
      const states = memory.see(looks.observations);
      const beyond = forecastBeyond(desired, states, policy, decision.neededLimit);
      const plan =
        beyond === undefined ? [] : forecastText(beyond).map((line) => `It would do this: ${line}`);
      throw boundedError([...decision.reasons, ...plan]);
    }
    if (decision.kind === "wait") {
      if (memory.busySeconds > longestWork) throw new Error(`${decision.reason}; ${busyRemedy}`);
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

/**
 * In the order of the nodes, so that one of two deployers has them all. They are logged in to at once, which takes most of the time.
 *
 * @param counts whether a node is leased
 * @param refusal from the sentence that says who has the node
 * @returns whether one of them was free until now
 * @throws Error if another deployer has one
 */
export async function leaseNodes(
  nodes: Pair<Pick<ControlledNode, "name" | "reach" | "lease">>,
  counts: (node: NodeIndex) => boolean,
  refusal = (taken: string) => new Error(`${taken}; run this update again when that one has ended`),
): Promise<boolean> {
  const leased = nodes.filter((_, index) => counts(index as NodeIndex));
  await Promise.all(leased.map((node) => node.reach()));
  let isAnyNew = false;
  for (const node of leased) {
    const { isNew, holder } = await node.lease();
    if (holder !== undefined) throw refusal(`${node.name} is being updated by ${holder}`);
    isAnyNew ||= isNew;
  }
  return isAnyNew;
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
