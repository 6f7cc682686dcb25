import { setTimeout as sleep } from "node:timers/promises";
import { describeNode } from "./describeNode";
import { desiredRollout } from "./desiredRollout";
import { installFiles } from "./installFiles";
import type { KnownNode, NodeTarget } from "./nodeTarget";
import type { NodeObservation } from "./observation";
import { Progress } from "./progress";
import { reconcile, type Say } from "./reconcile";
import { limits, RolloutNode, silentSeconds } from "./rolloutNode";

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
  const roll: Work<NodeObservation[]> = async (known, controlled) => {
    for (const [index, node] of controlled.entries()) {
      if (known[index as 0 | 1].desired.isHeld) continue;
      for (const script of unclosedScripts[index] ?? [])
        await node.run(script, (line) => say(`${node.name}: ${line}`));
    }
    if (!known[0].desired.isManaged) return installFiles(controlled, known, say);
    const observations = await reconcile({ nodes: controlled, ...desiredRollout(known, false), say, goesOn });
    const progress = new Progress(say);
    for (const [index, node] of controlled.entries()) {
      say(describeNode(node.name, observations[index] ?? { kind: "none" }, []));
      const script = carbonApps[index];
      if (script === undefined || known[index as 0 | 1].desired.isHeld) continue;
      const running = node.run(script, (line) => say(`${node.name}: ${line}`));
      await progress.during(`${node.name}: its C-Apps are put in their places`, running);
    }
    return [...observations];
  };
  return withNodes(nodes, goesOn, roll);
}

/**
 * Starts what is down, on the revision with which it was healthy, and changes nothing else.
 *
 * @returns what is to be corrected, a sentence each; nothing where both serve
 */
export async function healNodes({
  nodes,
  say,
  goesOn,
}: Pick<RollArgs, "nodes" | "say" | "goesOn">): Promise<string[]> {
  const heal: Work<void> = async (known, controlled) => {
    if (known[0].desired.isManaged)
      await reconcile({ nodes: controlled, ...desiredRollout(known, true), say, goesOn });
  };
  try {
    await withNodes(nodes, goesOn, heal, healedNode);
    return [];
  } catch (error) {
    return (error as Error).message.split("\n");
  }
}

/** Milliseconds in which an engine must answer, so that its update holds the nodes: it is asked again and again. */
const watchInterval = 1000;

type Work<T> = (known: Pair<KnownNode>, controlled: Pair<RolloutNode>) => Promise<T>;

async function withNodes<T>(
  targets: Pair<NodeTarget>,
  goesOn: () => Promise<boolean>,
  work: Work<T>,
  control: (known: KnownNode) => RolloutNode = controlledNode,
): Promise<T> {
  const [one, other] = await Promise.all([targets[0].known, targets[1].known]);
  if (one === undefined || other === undefined)
    throw new Error("the description of the nodes did not become known");
  const known = [one, other] as const;
  const controlled = [control(one), control(other)] as const;
  // A program may outlive its engine until the action has ended that it is at.
  const watch = setInterval(async () => {
    const isThere = await Promise.race([goesOn(), sleep(watchInterval, false)]);
    if (!isThere) for (const node of controlled) node.release();
  }, watchInterval);
  try {
    return await work(known, controlled);
  } finally {
    clearInterval(watch);
    for (const node of controlled) node.close();
  }
}

function controlledNode({ desired, access, run, deployer, patienceSeconds }: KnownNode): RolloutNode {
  const { name, revision } = desired;
  const { database } = run;
  return new RolloutNode({
    name,
    access,
    deployer,
    staged: revision,
    run,
    database,
    limits: limits(patienceSeconds, false),
  });
}

/** Before anything is staged, and before this update has made its login to MySQL; after its host was tried. */
function healedNode({ desired, access, run, deployer, patienceSeconds }: KnownNode): RolloutNode {
  const patience = Math.min(patienceSeconds, silentSeconds);
  const { name } = desired;
  return new RolloutNode({
    name,
    access,
    deployer,
    run,
    database: undefined,
    limits: limits(patience, false),
  });
}
