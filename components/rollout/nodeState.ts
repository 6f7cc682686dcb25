import type { ProductFacts } from "../node";
import { type NodeState, Process, Role } from "./clusterState";
import { type DesiredNode, hostFindings, Weight } from "./findings";
import type { NodeObservation } from "./observation";
import { isOpen, lackOf, serves, whyNotServing } from "./productHealth";

/** What a run knows of a node besides what it sees there now. */
export interface NodeMemory {
  /** For how long the node has been awaited: since the last start in the pair, or since the run began. */
  awaitedSeconds: number;
  /** For how long this run has seen it not serving, without a break. */
  notServingSeconds: number;
  /** Whether this run has acted on the pair. Otherwise the age of a process counts too. */
  hasActed: boolean;
  /** Whether this run has acted on it, and not seen it serve since. */
  isNew: boolean;
  /** For how long it has been healthy, as seen in this run. */
  healthySeconds: number | undefined;
  /** For how long it has served beside a peer that serves, and not been steady. */
  unsteadySeconds: number;
  /** The fault that somebody has to correct, as the thorough look of this run has found it. */
  obstacle: string | undefined;
}

/** Seconds. */
export interface NodeLimits {
  /** For a start. */
  start: number;
  /** For which a node must be healthy without a break. */
  steady: number;
}

/** Seconds for which a process that works may not answer. */
const longestPause = 30;

/** A node as the planner sees it. */
export function nodeState(
  desired: DesiredNode,
  observation: NodeObservation,
  memory: NodeMemory,
  limits: NodeLimits,
): NodeState {
  if (observation.kind !== "facts")
    return { ...nothingSeen, name: desired.name, silence: silenceOf(observation) };
  const { facts } = observation;
  const { active, healthy, revisions, drift, product } = facts;
  const refusal = hostFindings(desired, facts).find(({ weight }) => weight === Weight.Refusal);
  return {
    name: desired.name,
    silence: undefined,
    obstacle: refusal?.text ?? (facts.runsUndescribed ? lostText : memory.obstacle),
    isBusy: facts.isBusy,
    ...processState(product, memory, limits),
    isOpen: product !== undefined && isOpen(product),
    hasPeer: product?.peerConnects === true,
    newestError: product?.cause ?? product?.newestCause,
    isSteady: isSteady(product, memory, limits),
    isOverdue: memory.unsteadySeconds > limits.start,
    active: active.length === 1 ? active[0] : undefined,
    isDrifted: drift.length > 0,
    healthy: healthy !== undefined && revisions.includes(healthy) ? healthy : undefined,
    isStaged: revisions.includes(desired.revision),
    // Nobody knows what runs in a home of which the files beside it are lost.
    activeValues: active.length > 0 ? facts.activeValues : undefined,
    healthyValues: facts.healthyValues,
  };
}

const lostText =
  "it runs, and the files beside its home (<home>.deployment) that say how are lost or cannot be read; make them readable, or stop the product there";

const nothingSeen = {
  obstacle: undefined,
  isBusy: false,
  process: Process.Stopped,
  role: Role.Unknown,
  isOpen: false,
  hasPeer: false,
  problem: undefined,
  newestError: undefined,
  isSteady: false,
  isOverdue: false,
  active: undefined,
  isDrifted: false,
  healthy: undefined,
  isStaged: false,
  activeValues: undefined,
  healthyValues: undefined,
} as const;

function silenceOf(observation: Exclude<NodeObservation, { kind: "facts" }>): string {
  return observation.kind === "none" ? "it was not observed" : observation.reason;
}

/** A node that this run has not touched was healthy before the first look, as far as its process is old enough. */
function isSteady(
  product: ProductFacts | undefined,
  { healthySeconds, hasActed }: NodeMemory,
  { steady }: NodeLimits,
): boolean {
  if (healthySeconds === undefined) return false;
  return healthySeconds >= steady || (!hasActed && (product?.ageSeconds ?? 0) >= steady);
}

function processState(
  product: ProductFacts | undefined,
  memory: NodeMemory,
  limits: NodeLimits,
): Pick<NodeState, "process" | "role" | "problem"> {
  if (product === undefined || !product.isRunning) {
    return { process: Process.Stopped, role: Role.Unknown, problem: withCause("it is stopped", product) };
  }
  const role = roleOf(product);
  if (serves(product)) return { process: Process.Serving, role, problem: lackOf(product) };
  const problem = withCause(whyNotServing(product), product);
  return { process: hasFailed(product, memory, limits) ? Process.Failed : Process.Starting, role, problem };
}

/**
 * Where all ports answer, only a run that has awaited the node itself may say so: no line of a log, and no age. Nor does one look: a
 * process that collects garbage answers nobody meanwhile, and serves again, whatever somebody has written to its log before.
 */
function hasFailed(product: ProductFacts, memory: NodeMemory, { start }: NodeLimits): boolean {
  const isFatal = product.cause !== undefined || product.role === "backup";
  const mayBePausing = memory.notServingSeconds < Math.min(longestPause, start);
  if (isFatal && !isOpen(product) && (memory.isNew || !mayBePausing)) return true;
  if (mayBePausing) return false;
  if (memory.awaitedSeconds > start) return true;
  // A process that was there before this run may have been hanging for long.
  return !isOpen(product) && !memory.hasActed && (product.ageSeconds ?? 0) > start;
}

function roleOf({ role }: ProductFacts): Role {
  if (role === "active") return Role.Active;
  return role === "passive" ? Role.Passive : Role.Unknown;
}

/** Leads with the log: what it says is closer to the cause than the port on which the node does not listen. */
function withCause(problem: string, product: ProductFacts | undefined): string {
  const newest = newestError(product);
  return newest === undefined ? problem : `the newest error in its log is: ${newest} (${problem})`;
}

/** Undefined if the problem itself quotes the log. */
function newestError(product: ProductFacts | undefined): string | undefined {
  return product?.cause === undefined ? product?.newestCause : undefined;
}
