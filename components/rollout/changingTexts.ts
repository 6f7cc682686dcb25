import { longestTexts, type NodeTexts, textsRequest } from "../node";
import type { KnownNode } from "./nodeTarget";
import { type Ask, askAgain, type NodeObservation, type ObservationLimits } from "./observation";

/**
 * Reads the files of a node that an update would change, over a connection that is there already. Never rejects.
 *
 * @returns undefined if there are none, if nobody looks after them, or if they cannot be read
 */
export async function readChangingTexts(
  { access, revision }: KnownNode,
  { patienceSeconds, seconds }: ObservationLimits,
  ask: Ask,
): Promise<NodeTexts | undefined> {
  const { endpoint, shell: command, home } = access;
  const { script, parse } = textsRequest(home, revision.files);
  const limits = { seconds, bytes: longestTexts };
  try {
    return parse((await askAgain(ask, { endpoint, command, script, patienceSeconds, limits })).output);
  } catch {
    // The preview goes on without them.
    return undefined;
  }
}

/** Whether an update changes files of a node as it was seen. */
export function changesFiles({ desired }: KnownNode, observation: NodeObservation): boolean {
  if (desired.isHeld || observation.kind !== "facts") return false;
  const { active, drift } = observation.facts;
  return active.length !== 1 || active[0] !== desired.revision || drift.length > 0;
}
