import { type Action, type Decision, Process, type RolloutPolicy } from "../clusterState";
import { answers, type Member, type Members, serves, serveTogether } from "./member";

/** Installs and starts the revision. If it lies in the home, it is started as it is, after a stop if the product runs. */
export function startWith(
  member: Member,
  revision: string,
  policy: RolloutPolicy,
  failure?: string,
): Decision {
  const { active, process } = member;
  if (active !== revision) return act(member, { kind: "apply", revision }, policy, failure);
  const isStopped = process === Process.Stopped;
  return act(member, isStopped ? { kind: "start", revision } : { kind: "stop" }, policy, failure);
}

/**
 * A node that may serve makes sure that it reaches its peer before it stops. So does one beside a serving peer that was not seen
 * running: it may have been started since.
 */
export function act(member: Member, action: Action, policy: RolloutPolicy, failure?: string): Decision {
  const stops = action.kind === "apply" || action.kind === "stop";
  return decision(member, action, stops && !policy.force && (serves(member.peer) || member.isOpen), failure);
}

/** Stops a node for a full stop, where the peer does not count. */
export function stopForFullStop(member: Member, failure?: string): Decision {
  return decision(member, { kind: "stop" }, false, failure);
}

function decision(member: Member, action: Action, isGuarded: boolean, failure?: string): Decision {
  const step = { kind: "act", node: member.index, action, isGuarded } as const;
  return failure === undefined ? step : { ...step, failure };
}

/** Nothing is decided while a job of another update, or of an earlier one, is at work. */
export function awaitJobs(members: Members): Decision | undefined {
  const busy = members.find((member) => !member.isHeld && answers(member) && member.isBusy);
  return (
    busy && {
      kind: "wait",
      reason: `an action of another update, or of an earlier one, is at work on ${busy.name}`,
    }
  );
}

export function awaitStarts(members: Members): Decision | undefined {
  const starting = members.find(
    (member) => !member.isHeld && answers(member) && member.process === Process.Starting,
  );
  if (starting === undefined) return undefined;
  const { name, newestError } = starting;
  const log = newestError === undefined ? "" : `; the newest error in its log is: ${newestError}`;
  return { kind: "wait", reason: `${name} is starting${log}` };
}

/** Two nodes that serve together are awaited until both are steady, or their time is over. */
export function awaitHealth(members: Members): Decision | undefined {
  if (!serveTogether(members)) return undefined;
  const unsteady = members.find(({ isSteady, isOverdue }) => !isSteady && !isOverdue);
  return unsteady && { kind: "wait", reason: `${unsteady.name} serves${because(unsteady)}` };
}

function because({ problem }: Member): string {
  return problem === undefined
    ? ", and must stay healthy for a while"
    : `, and is not healthy yet: ${problem}`;
}
