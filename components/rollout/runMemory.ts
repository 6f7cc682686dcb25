import type { NodeActionResult } from "../node";
import { type Action, type NodeHistory, type NodeIndex, type NodeState, Process } from "./clusterState";
import type { DesiredNode } from "./findings";
import { type NodeLimits, nodeState } from "./nodeState";
import type { NodeObservation } from "./observation";

type Pair<T> = readonly [T, T];

/** Of one node in one run: for a full stop, to go back together, as it has failed, as it is left stopped. */
const mostStops = 4;

/** What a run knows of one node besides what it sees there now. Moments are of the monotonic clock, in milliseconds. */
interface NodeRecord {
  started: string[];
  failures: string[];
  refusedApply: NodeHistory["refusedApply"];
  refusal: string | undefined;
  obstacle: string | undefined;
  healthySince: number | undefined;
  notServingSince: number | undefined;
  unsteadySince: number | undefined;
  /** How often this run has stopped it, without a start of its own in the same action. */
  stops: number;
  /** Whether this run has acted on it. */
  isTouched: boolean;
  /** Whether it was seen serving since. */
  hasServed: boolean;
  awaitedSince: number;
  /** Whether it has failed for want of time, which an action on its peer does not change. */
  hasFailed: boolean;
  /** The actions that it has refused once. */
  refused: Set<string>;
  /** Stops and marks of which nobody heard the end. */
  lost: Set<string>;
  /** The revision of a start of which nobody heard the end. */
  unheard: string | undefined;
  /** Whether such a start has had its second attempt. */
  isRepeated: boolean;
}

/** What one run of the loop has done, and since when it waits. */
export class RunMemory {
  private readonly desired: Pair<DesiredNode>;
  private readonly limits: NodeLimits;
  private readonly records: Pair<NodeRecord> = [newRecord(), newRecord()];
  private busySince: number | undefined;

  constructor(desired: Pair<DesiredNode>, limits: NodeLimits) {
    this.desired = desired;
    this.limits = limits;
  }

  get histories(): Pair<NodeHistory> {
    return this.records;
  }

  /** For how long another update has been at work on a node. */
  get busySeconds(): number {
    return secondsSince(this.busySince) ?? 0;
  }

  see(observations: Pair<NodeObservation>): Pair<NodeState> {
    this.noteObstacles(observations);
    const seen = this.states(observations);
    const now = performance.now();
    const isPairServing = seen.every(({ process }) => process === Process.Serving);
    for (const [index, state] of seen.entries()) {
      const { process, problem, isSteady } = state;
      const record = this.records[index as NodeIndex];
      forgetUnbegun(record, state);
      const isHealthy = process === Process.Serving && problem === undefined;
      record.healthySince = isHealthy ? (record.healthySince ?? now) : undefined;
      record.unsteadySince = isPairServing && !isSteady ? (record.unsteadySince ?? now) : undefined;
      if (process === Process.Serving) record.hasServed = true;
      record.notServingSince = process === Process.Serving ? undefined : (record.notServingSince ?? now);
      record.hasFailed = process === Process.Failed;
    }
    this.busySince = seen.some(({ isBusy }) => isBusy) ? (this.busySince ?? now) : undefined;
    return this.states(observations);
  }

  /** Before an action, so that it counts whatever becomes of it. */
  acts(place: NodeIndex, action: Action, failure: string | undefined): void {
    const record = this.records[place];
    if (failure !== undefined) record.failures.push(failure);
    if (action.kind === "apply" || action.kind === "start") {
      record.started.push(action.revision);
    }
    if (action.kind === "markHealthy") return;
    record.isTouched = true;
    record.hasServed = false;
    record.hasFailed = false;
    for (const each of this.records) each.unsteadySince = undefined;
    record.healthySince = undefined;
  }

  acted(place: NodeIndex, action: Action, result: NodeActionResult | undefined): void {
    const record = this.records[place];
    const isStart = action.kind === "apply" || action.kind === "start";
    // A start that waits for the other node goes on when that is started.
    if (isStart) {
      for (const each of this.records) if (!each.hasFailed) each.awaitedSince = performance.now();
    }
    if (result === undefined) {
      noteLoss(record, action);
      return;
    }
    if (result.kind === "done") {
      if (action.kind === "stop") noteStop(record);
      return;
    }
    if (result.kind === "failed" && isStart) {
      record.failures.push(`${this.desired[place].name}: ${result.reason}`);
      return;
    }
    if (isStart) record.started.pop();
    if (result.kind === "refused") noteRefusal(record, action, result.reason);
    else record.refusal = result.reason;
  }

  private noteObstacles(observations: Pair<NodeObservation>): void {
    for (const [index, observation] of observations.entries()) {
      const database = observation.kind === "facts" ? observation.facts.database : undefined;
      if (database === undefined) continue;
      const bad = database.checks.find(({ state }) => state === "bad");
      this.records[index as NodeIndex].obstacle = bad?.detail;
    }
  }

  private states(observations: Pair<NodeObservation>): Pair<NodeState> {
    return [this.state(0, observations[0]), this.state(1, observations[1])];
  }

  private state(place: NodeIndex, observation: NodeObservation): NodeState {
    const { isTouched, hasServed, awaitedSince, healthySince, notServingSince, unsteadySince, obstacle } =
      this.records[place];
    const memory = {
      awaitedSeconds: secondsSince(awaitedSince) ?? 0,
      hasActed: isTouched,
      isNew: isTouched && !hasServed,
      healthySeconds: secondsSince(healthySince),
      notServingSeconds: secondsSince(notServingSince) ?? 0,
      unsteadySeconds: secondsSince(unsteadySince) ?? 0,
      obstacle,
    };
    return nodeState(this.desired[place], observation, memory, this.limits);
  }
}

/** What a node refuses it may allow a moment later: its peer has just died, say. So it is asked once more. */
function noteRefusal(record: NodeRecord, action: Action, reason: string): void {
  const request = "revision" in action ? `${action.kind} ${action.revision}` : action.kind;
  if (!record.refused.has(request)) record.refused.add(request);
  else if (action.kind === "apply" && record.refusedApply === undefined)
    record.refusedApply = { revision: action.revision, reason };
  else record.refusal = reason;
}

/** The next look shows whether a start has begun. A stop or a mark is simply repeated, once. */
function noteLoss(record: NodeRecord, action: Action): void {
  if (action.kind === "apply" || action.kind === "start") {
    record.unheard = action.revision;
    return;
  }
  const purpose = action.kind === "stop" ? "it was to be stopped" : "it was to be marked as healthy";
  if (record.lost.has(action.kind)) record.refusal = `the connection was lost twice while ${purpose}`;
  record.lost.add(action.kind);
}

/** A run has a reason for a few stops of a node. After them, somebody else starts it. */
function noteStop(record: NodeRecord): void {
  record.stops += 1;
  if (record.stops > mostStops)
    record.refusal = `it was running again after each of ${record.stops} stops; find out what starts it (a watchdog, another service)`;
}

/** A connection may be lost before the action begins, which then gets one more attempt. */
function forgetUnbegun(record: NodeRecord, { silence, isBusy, active, process }: NodeState): void {
  const { unheard, isRepeated } = record;
  if (unheard === undefined || silence !== undefined || isBusy) return;
  record.unheard = undefined;
  if (active === unheard && process !== Process.Stopped) return;
  record.started.pop();
  record.isRepeated = true;
  if (isRepeated) record.refusal = "the connection was lost whenever it was to be started";
}

function newRecord(): NodeRecord {
  return {
    started: [],
    failures: [],
    refusedApply: undefined,
    refusal: undefined,
    obstacle: undefined,
    healthySince: undefined,
    notServingSince: undefined,
    unsteadySince: undefined,
    stops: 0,
    isTouched: false,
    hasServed: false,
    awaitedSince: performance.now(),
    hasFailed: false,
    refused: new Set(),
    lost: new Set(),
    unheard: undefined,
    isRepeated: false,
  };
}

function secondsSince(moment: number | undefined): number | undefined {
  return moment === undefined ? undefined : (performance.now() - moment) / 1000;
}
