import type { RolloutLimit } from "../../description";
import {
  type Action,
  type Decision,
  type DesiredCluster,
  type NodeHistory,
  type NodeIndex,
  type NodeState,
  Process,
  peerOf,
  Role,
  type RolloutPolicy,
} from "../clusterState";
import { fullStopArguments } from "./fullStop";
import { membersOf } from "./member";
import { decide } from "./plan";
import { differ } from "./sharedValues";

type Pair<T> = readonly [T, T];
type Act = Extract<Decision, { kind: "act" }>;

/** Everything that an update is about to do if nothing goes wrong. */
export interface Forecast {
  /** The actions, each with the state of its node before. */
  steps: readonly { act: Act; before: NodeState }[];
  /** How often the active node stops and the other one takes over. */
  roleChanges: number;
  /** The arguments whose change needs a full stop. */
  fullStopArguments: readonly string[];
  /** The decision that ends it; a wait for something that nobody can foresee. */
  end: Exclude<Decision, Act>;
}

/** More than any update takes. */
const mostSteps = 100;

const nothingDone: NodeHistory = { started: [], failures: [], refusedApply: undefined, refusal: undefined };

/** Runs the planner forward: every action succeeds, and every node that starts becomes healthy. */
export function forecast(desired: DesiredCluster, states: Pair<NodeState>, policy: RolloutPolicy): Forecast {
  const steps: { act: Act; before: NodeState }[] = [];
  const histories: [NodeHistory, NodeHistory] = [nothingDone, nothingDone];
  const changed = fullStopArguments(membersOf(desired, states, histories, policy));
  let nodes = states;
  let roleChanges = 0;
  for (let step = 0; step < mostSteps; step++) {
    const decision = decide(desired, nodes, histories, policy);
    if (decision.kind === "act") {
      const { node, action } = decision;
      steps.push({ act: decision, before: nodes[node] });
      histories[node] = remember(histories[node], decision);
      const next = acted(desired, nodes, node, action);
      const peer = peerOf(node);
      if (nodes[peer].role === Role.Passive && next[peer].role === Role.Active) roleChanges += 1;
      nodes = next;
    } else if (decision.kind === "wait" && !nodes.some(({ isBusy }) => isBusy)) {
      nodes = waited(nodes);
    } else {
      return { steps, roleChanges, fullStopArguments: changed, end: decision };
    }
  }
  const end: Forecast["end"] = { kind: "wait", reason: "nobody can foresee how this ends" };
  return { steps, roleChanges, fullStopArguments: changed, end };
}

/** What it would take to get beyond the limit of the policy; undefined if the limit is not the reason of a failure. */
export function forecastBeyond(
  desired: DesiredCluster,
  states: Pair<NodeState>,
  policy: RolloutPolicy,
  limit: RolloutLimit | undefined,
): Forecast | undefined {
  return limit === undefined ? undefined : forecast(desired, states, { ...policy, limit });
}

function remember(history: NodeHistory, { action, failure }: Act): NodeHistory {
  const isStart = action.kind === "apply" || action.kind === "start";
  return {
    ...history,
    started: isStart ? [...history.started, action.revision] : history.started,
    failures: failure === undefined ? history.failures : [...history.failures, failure],
  };
}

function acted(
  desired: DesiredCluster,
  nodes: Pair<NodeState>,
  index: NodeIndex,
  action: Action,
): Pair<NodeState> {
  const node = nodes[index];
  const peer = nodes[peerOf(index)];
  if (action.kind === "markHealthy")
    return paired(index, { ...node, healthy: action.revision, healthyValues: node.activeValues }, peer);
  const stopped: NodeState = { ...node, ...notServing, process: Process.Stopped };
  const isLeft = node.process === Process.Serving && node.role === Role.Active && peer.role === Role.Passive;
  const left = isLeft ? { ...peer, role: Role.Active } : peer;
  if (action.kind === "stop") return paired(index, stopped, left);
  const { revision } = action;
  const values = revision === desired.revisions[index] ? desired.values : valuesOf(node, revision);
  const started: NodeState = {
    ...stopped,
    process: Process.Starting,
    active: revision,
    activeValues: values,
    isDrifted: action.kind === "start" && node.isDrifted,
  };
  return paired(index, started, left);
}

const notServing = {
  role: Role.Unknown,
  isOpen: false,
  hasPeer: false,
  problem: undefined,
  isSteady: false,
  isOverdue: false,
} as const;

function valuesOf({ active, activeValues, healthyValues }: NodeState, revision: string) {
  return revision === active ? activeValues : healthyValues;
}

/** What starts serves, the first node as the active one if nobody serves yet; what serves becomes steady. */
function waited([one, other]: Pair<NodeState>): Pair<NodeState> {
  const first = settled(one, other);
  return [first, settled(other, first)];
}

function settled(node: NodeState, peer: NodeState): NodeState {
  if (node.silence !== undefined) return node;
  if (node.process === Process.Serving)
    return { ...node, isSteady: true, isOverdue: false, problem: undefined };
  if (node.process !== Process.Starting) return node;
  const joins = peer.process === Process.Serving && !differ(node.activeValues, peer.activeValues);
  const role = joins ? Role.Passive : Role.Active;
  return { ...node, process: Process.Serving, role, isOpen: true, hasPeer: joins, problem: undefined };
}

function paired(index: NodeIndex, node: NodeState, peer: NodeState): Pair<NodeState> {
  return index === 0 ? [node, peer] : [peer, node];
}
