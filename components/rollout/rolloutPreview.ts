import { desiredRollout } from "./desiredRollout";
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
