import { boundedError } from "./evidence";
import type { KnownNode } from "./nodeTarget";
import type { NodeObservation } from "./observation";
import { heldNote } from "./plan/reasons";
import { Progress } from "./progress";
import { leaseNodes, type Say } from "./reconcile";
import type { RolloutNode } from "./rolloutNode";

/**
 * For a product that others start and stop: makes the desired revisions the nodes' files where they are not, on both at once.
 *
 * @returns the last look at them
 * @throws Error with every node on which that cannot be done
 */
export async function installFiles(
  nodes: readonly [RolloutNode, RolloutNode],
  known: readonly [KnownNode, KnownNode],
  say: Say,
): Promise<NodeObservation[]> {
  const progress = new Progress(say);
  await leaseNodes(nodes, (index) => !known[index].desired.isHeld);
  const results = await Promise.allSettled(
    nodes.map(async (node, index) => {
      const { revision = "", isHeld = false } = known[index]?.desired ?? {};
      if (isHeld) {
        say(heldNote(node.name));
        return;
      }
      const installing = node.act({ kind: "install", revision }, false, (line) =>
        say(`${node.name}: ${line}`),
      );
      const result = await progress.during(`${node.name}: its files are installed`, installing);
      if (result === undefined) throw new Error("the connection was lost; run the update again");
      if (result.kind !== "done") throw new Error(result.reason);
    }),
  );
  const problems = results.flatMap((result, index) =>
    result.status === "rejected" ? [`${nodes[index]?.name}: ${(result.reason as Error).message}`] : [],
  );
  if (problems.length > 0) throw boundedError(problems);
  return Promise.all(nodes.map((node) => node.observe(false)));
}
