import { changesFiles } from "./changingTexts";
import type { FirstLook } from "./contact";
import { desiredRollout } from "./desiredRollout";
import { changesOfDistribution, changesOfHome, changesText } from "./fileChanges";
import type { KnownNode } from "./nodeTarget";
import type { NodeObservation } from "./observation";
import { forecast, forecastBeyond } from "./plan/forecast";
import { forecastText } from "./plan/forecastText";
import { RunMemory } from "./runMemory";

type Pair<T> = readonly [T, T];

/**
 * What an update is about to do to the nodes as they were seen, a sentence a line: the planner itself, run forward. Nothing if a node
 * was not seen, unless it is held.
 */
export function previewLines(known: Pair<KnownNode>, observations: Pair<NodeObservation>): string[] {
  const { desiredNodes, desired, policy, limits } = desiredRollout(known);
  const isSeen = observations.every(({ kind }, index) => kind === "facts" || index === policy.held);
  if (!isSeen || !known[0].desired.isManaged) return [];
  const [one, other] = new RunMemory(desiredNodes, limits).see(observations);
  // The update stages before it rolls out.
  const states = [
    { ...one, isStaged: true },
    { ...other, isStaged: true },
  ] as const;
  const plan = forecast(desired, states, policy);
  switch (plan.end.kind) {
    case "done":
      return [...plan.end.notes, ...forecastText(plan)];
    case "wait":
      return [...forecastText(plan), `the update will wait: ${plan.end.reason}`];
    case "failed": {
      const beyond = forecastBeyond(desired, states, policy, plan.end.neededLimit);
      const refused = plan.end.reasons.map((reason) => `the update will fail: ${reason}`);
      return [...forecastText(plan), ...refused, ...(beyond === undefined ? [] : forecastText(beyond))];
    }
  }
}

/**
 * The lines of the nodes' files that an update changes, as one text; empty if there are none. A node of which nothing could be read is compared with the
 * distribution, if its revision is another than the last update has rolled out.
 */
export function changedLines(
  known: Pair<KnownNode>,
  { observations, texts }: Pick<FirstLook, "observations" | "texts">,
  rolledOut: readonly unknown[],
): string {
  const changes = known.flatMap((node, index) => {
    const { desired, revision, run } = node;
    const { name, isHeld } = desired;
    const [observation, read] = [observations[index], texts[index]];
    if (read !== undefined) return changesOfHome(name, revision, read, run.secrets);
    const isSeen = observation?.kind === "facts";
    const isChanged = isSeen ? changesFiles(node, observation) : rolledOut[index] !== desired.revision;
    return isChanged && !isHeld ? changesOfDistribution(name, revision, run.secrets) : [];
  });
  return changesText(changes);
}
