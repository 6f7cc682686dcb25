import { setTimeout as sleep } from "node:timers/promises";
import type { NodeIndex } from "./clusterState";
import { describeNode } from "./describeNode";
import { desiredHealing, desiredRollout } from "./desiredRollout";
import { installFiles } from "./installFiles";
import { type HealedNode, knownNodes, type NodeTarget } from "./nodeTarget";
import type { NodeObservation } from "./observation";
import { Progress } from "./progress";
import { reconcile, type Say } from "./reconcile";
import { limits, RolloutNode, type RolloutNodeArgs } from "./rolloutNode";

export interface RollArgs {
  nodes: readonly [NodeTarget, NodeTarget];
  /** Of each node: what an update has to have run there, and perhaps has not. */
  unclosedScripts: readonly (readonly string[])[];
  /** What puts the C-Apps of each node in their place; none where nothing is said of them. */
  carbonApps: readonly (string | undefined)[];
  say: Say;
  /** Whether the update that this belongs to still goes on. */
  goesOn: () => Promise<boolean>;
}

type Pair<T> = readonly [T, T];

/**
 * Rolls out over SSH, and ends with both nodes as they should be and their C-Apps in their places.
 *
 * @returns the last look at them
 * @throws Error with what is to be corrected
 */
export async function rollNodes(args: RollArgs): Promise<NodeObservation[]> {
  const { nodes, unclosedScripts, carbonApps, say, goesOn } = args;
  const known = await knownNodes(nodes);
  const [one, other] = known;
  const controlled = [
    new RolloutNode({ ...controlOf(one), staged: one.desired.revision, database: one.run.database }),
    new RolloutNode({ ...controlOf(other), staged: other.desired.revision, database: other.run.database }),
  ] as const;
  const run = (node: RolloutNode, script: string) => node.run(script, (line) => say(`${node.name}: ${line}`));
  return during(controlled, goesOn, async () => {
    for (const [index, node] of controlled.entries()) {
      if (known[index as NodeIndex].desired.isHeld) continue;
      for (const script of unclosedScripts[index] ?? []) await run(node, script);
    }
    if (!one.desired.isManaged) return installFiles(controlled, known, say);
    const observations = await reconcile({ nodes: controlled, ...desiredRollout(known), say, goesOn });
    const progress = new Progress(say);
    for (const [index, node] of controlled.entries()) {
      say(describeNode(node.name, observations[index] ?? { kind: "none" }, []));
      const script = carbonApps[index];
      if (script === undefined || known[index as NodeIndex].desired.isHeld) continue;
      await progress.during(`${node.name}: its C-Apps are put in their places`, run(node, script));
    }
    return [...observations];
  });
}

export interface HealArgs extends Pick<RollArgs, "say" | "goesOn"> {
  nodes: Pair<HealedNode>;
}

/**
 * Starts what is down, with the revision that it has, awaits that it serves, and changes nothing else. A node that is held is left
 * alone.
 *
 * @returns what is to be corrected, a sentence each; nothing where both serve
 */
export async function healNodes({ nodes, say, goesOn }: HealArgs): Promise<string[]> {
  if (!nodes[0].desired.isManaged) return [];
  const controlled = [new RolloutNode(controlOf(nodes[0])), new RolloutNode(controlOf(nodes[1]))] as const;
  try {
    await during(controlled, goesOn, () =>
      reconcile({ nodes: controlled, ...desiredHealing(nodes), say, goesOn }),
    );
    return [];
  } catch (error) {
    return (error as Error).message.split("\n");
  }
}

/** Milliseconds in which an engine must answer, so that its update holds the nodes: it is asked again and again. */
const watchInterval = 1000;

/** Holds the nodes no longer than the work lasts, or the update that it belongs to. */
async function during<T>(
  nodes: Pair<RolloutNode>,
  goesOn: () => Promise<boolean>,
  work: () => Promise<T>,
): Promise<T> {
  // A program may outlive its engine until the action has ended that it is at.
  const watch = setInterval(async () => {
    const isThere = await Promise.race([goesOn(), sleep(watchInterval, false)]);
    if (!isThere) for (const node of nodes) node.release();
  }, watchInterval);
  try {
    return await work();
  } finally {
    clearInterval(watch);
    for (const node of nodes) node.close();
  }
}

function controlOf({ desired, access, run, deployer, patienceSeconds }: HealedNode): RolloutNodeArgs {
  const { name } = desired;
  return { name, access, deployer, run, database: undefined, limits: limits(patienceSeconds, false) };
}
