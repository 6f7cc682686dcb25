import type { Decision } from "../../../components/rollout/clusterState";
import { decide } from "../../../components/rollout/plan/plan";
import { acted, begun, correctedRun, faults, miscarried, possible, progress, seenAgain } from "./environment";
import { brokenByAction, brokenByEnd } from "./invariants";
import { desiredOf, observed, remembered, type Scenario, type World, worldKey } from "./world";

export interface Exploration {
  states: number;
  runs: { done: number; failed: number };
  /** The first broken promise, with the way to it. */
  violation: string | undefined;
}

const Visit = { Open: 1, Closed: 2 } as const;

/**
 * Follows every way from each start, once through each world. A world that is met again on the way from itself is a run
 * that does not end.
 */
export function explore(scenario: Scenario, starts: Iterable<World>): Exploration {
  const visits = new Map<number, Map<number, number>>();
  const found: Exploration = { states: 0, runs: { done: 0, failed: 0 }, violation: undefined };
  const way: { world: World; decision: Decision }[] = [];

  const report = (world: World, decision: Decision, promises: readonly string[]) => {
    const steps = [...way.slice(-40), { world, decision }].map(({ world, decision }) =>
      describe(world, decision),
    );
    found.violation = [`${scenario.name}: ${promises.join("; ")}`, ...steps].join("\n");
  };

  const visit = (world: World): void => {
    const [key, rest] = worldKey(world);
    const ofFirst = visits.get(key) ?? new Map<number, number>();
    visits.set(key, ofFirst);
    const seen = ofFirst.get(rest);
    if (seen === Visit.Closed || found.violation !== undefined) return;
    const decision = decideIn(scenario, world);
    const { promises, next } = follow(scenario, world, decision);
    if (seen === Visit.Open) promises.push("every run ends");
    if (promises.length > 0) {
      report(world, decision, promises);
      return;
    }
    ofFirst.set(rest, Visit.Open);
    found.states++;
    if (decision.kind === "done" || decision.kind === "failed") found.runs[decision.kind]++;
    way.push({ world, decision });
    for (const each of next) visit(each);
    way.pop();
    ofFirst.set(rest, Visit.Closed);
  };

  for (const start of starts) visit(begun(scenario, possible(scenario, start)));
  return found;
}

function decideIn(scenario: Scenario, world: World): Decision {
  return decide(
    desiredOf(scenario, world),
    [observed(scenario, world, 0), observed(scenario, world, 1)],
    [remembered(world, 0), remembered(world, 1)],
    scenario.policy,
  );
}

function follow(scenario: Scenario, seen: World, decision: Decision): { promises: string[]; next: World[] } {
  const world = seenAgain(seen);
  const disturbed = world.faults > 0 ? faults(scenario, world) : [];
  switch (decision.kind) {
    case "act": {
      const { node, action, failure } = decision;
      const promises = brokenByAction(scenario, world, decision);
      if (promises.length > 0) return { promises, next: [] };
      const told = failure === undefined ? world : withFailure(world, node);
      const next = [acted(scenario, told, node, action), ...disturbed];
      if (world.faults > 0) next.push(...miscarried(scenario, told, node, action));
      return { promises, next };
    }
    case "wait": {
      const wasMissed = seen.nodes.some(({ missed }) => missed === 1);
      const next = [...progress(scenario, world), ...(wasMissed ? [world] : [])];
      const promises = next.length === 0 ? ["a run waits only for what will come"] : [];
      return { promises, next: [...next, ...disturbed] };
    }
    default: {
      const promises = brokenByEnd(scenario, seen, decision);
      const next = decision.kind === "failed" ? correctedRun(scenario, world) : undefined;
      // A clean run that failed would only be repeated.
      return { promises, next: next === undefined || isClean(world) ? [] : [next] };
    }
  }
}

function withFailure(world: World, index: 0 | 1): World {
  const next: World = { ...world, nodes: [{ ...world.nodes[0] }, { ...world.nodes[1] }] };
  next.nodes[index].failures = 1;
  return next;
}

/** Nothing has happened in this run that a person could correct. */
function isClean({ nodes, faults, isDisturbed }: World): boolean {
  const wasCorrect = nodes.every(({ silent, obstacle, staged }) => silent + obstacle === 0 && staged === 1);
  return faults === 0 && isDisturbed === 0 && wasCorrect;
}

function describe(world: World, decision: Decision): string {
  const nodes = world.nodes.map(
    ({ proc, active, healthy, role, ...rest }) =>
      `${["stopped", "starting", "serving", "failed"][proc]} active=${active} healthy=${healthy} role=${role} ${Object.entries(
        rest,
      )
        .filter(([, value]) => value !== 0)
        .map(([key, value]) => `${key}=${value}`)
        .join(" ")}`,
  );
  return `  [${nodes.join(" | ")}] desired=${world.desired} -> ${JSON.stringify(decision)}`;
}
