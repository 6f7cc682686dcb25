import { type NodeState, Process } from "../clusterState";
import type { Forecast } from "./forecast";

type Step = Forecast["steps"][number];

/** The forecast for people, a sentence a line: first what starts, then what restarts. Empty if no node is started or stopped. */
export function forecastText(plan: Forecast): string[] {
  const first = firstSteps(plan);
  const serving = plan.steps.filter(({ before }) => before.process === Process.Serving);
  const stops = serving.filter(({ act }) => act.action.kind === "stop");
  const restarts = serving.filter(({ act }) => act.action.kind === "apply");
  return [
    ...first.filter(({ before }) => before.process !== Process.Serving).map(startText),
    ...(stops.length === 0 ? [] : [fullStopText(stops, plan.fullStopArguments)]),
    ...(restarts.length === 0 ? [] : [restartText(restarts, plan.roleChanges)]),
  ];
}

/** The first step of each node that is more than a mark. */
function firstSteps({ steps }: Forecast): Step[] {
  const changes = steps.filter(({ act }) => act.action.kind !== "markHealthy");
  return changes.filter(
    (step, index) => changes.findIndex(({ act }) => act.node === step.act.node) === index,
  );
}

function startText({ act: { action }, before }: Step): string {
  const { name, process, active, healthy, problem } = before;
  if (process === Process.Starting) return `${name} is starting: it will be restarted`;
  if (active === undefined && healthy === undefined)
    return `${name} has nothing deployed: it will be started`;
  const verb = process === Process.Stopped ? "started" : "restarted";
  const state =
    process === Process.Stopped ? "is stopped" : `does not serve (${problem ?? "no cause is known"})`;
  return `${name} ${state}: it will be ${verb}${configurationText(action, before)}`;
}

function configurationText(action: Step["act"]["action"], { active, healthy }: NodeState): string {
  if (action.kind !== "apply" || action.revision === active) return "";
  return action.revision === healthy
    ? " with its last healthy configuration"
    : " with the desired configuration";
}

function fullStopText(stops: readonly Step[], changed: readonly string[]): string {
  const values = changed.length === 0 ? "" : ` for a change of ${changed.join(", ")}`;
  return `needs a full stop${values}: ${namesOf(stops)} will stop, and start with the new values after that`;
}

function restartText(restarts: readonly Step[], roleChanges: number): string {
  const times = roleChanges === 1 ? "once" : `${roleChanges} times`;
  return `${namesOf(restarts)} will restart; the roles ${roleChanges === 0 ? "stay" : `change ${times}`}`;
}

function namesOf(steps: readonly Step[]): string {
  return [...new Set(steps.map(({ before }) => before.name))].join(", then ");
}
