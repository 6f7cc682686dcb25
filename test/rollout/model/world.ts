import {
  type DesiredCluster,
  type NodeHistory,
  type NodeState,
  Process,
  Role,
  type RolloutPolicy,
  type SharedValues,
} from "../../../components/rollout/clusterState";

/** A revision of the model; `None` where a node has none. */
export const Rev = { None: 0, Old: 1, New: 2, Third: 3 } as const;
export type Rev = (typeof Rev)[keyof typeof Rev];

export const Proc = { Stopped: 0, Starting: 1, Serving: 2, Failed: 3 } as const;
export type Proc = (typeof Proc)[keyof typeof Proc];

export const RoleOf = { None: 0, Active: 1, Passive: 2 } as const;
export type RoleOf = (typeof RoleOf)[keyof typeof RoleOf];

/** A node's Spark worker: it looks for the masters, has found both, or never will before a restart. */
export const Worker = { Waiting: 0, Found: 1, Stuck: 2 } as const;
export type Worker = (typeof Worker)[keyof typeof Worker];

type Flag = 0 | 1;

/** A node as it really is, and what this run remembers of it. */
export interface Node {
  proc: Proc;
  role: RoleOf;
  /** It starts or has failed, and its ports answer all the same. */
  open: Flag;
  worker: Worker;
  /** The time of its state is over: with a worker it is steady, without one overdue. */
  timeIsOver: Flag;
  /** A second node has joined since it was started. */
  joined: Flag;
  silent: Flag;
  /** It serves, and seems not to for one look, as while it collects garbage. */
  missed: Flag;
  obstacle: Flag;
  active: Rev;
  healthy: Rev;
  drifted: Flag;
  staged: Flag;
  /** The revision that a detached job is applying. */
  job: Rev;
  /** A set of revisions, as bits. */
  started: number;
  failures: Flag;
  /** The revision that it has refused to install. */
  refusedApply: Rev;
  refusal: Flag;
}

export interface World {
  nodes: [Node, Node];
  desired: typeof Rev.Old | typeof Rev.New;
  /** How many more faults may happen. */
  faults: number;
  /** A fault has happened in this run. */
  isDisturbed: Flag;
  /** The run began in a state from which it must end well, if nothing else happens. */
  mustSucceed: Flag;
  /** When the run began, the nodes' last healthy revisions had different values. */
  isMixed: Flag;
  /** When the run began, both nodes served. */
  hasServed: Flag;
}

/** What does not change while a scenario is explored. */
export interface Scenario {
  name: string;
  policy: RolloutPolicy;
  /** The new revision has other shared values than the old one. */
  changesValues: boolean;
  /** The revisions with which a node can serve. */
  canServe(node: number, revision: Rev): boolean;
  /** With other revisions a node opens its ports all the same. */
  opensAnyway: boolean;
  /** The revisions with which a node's Spark master works. */
  hasMaster(node: number, revision: Rev): boolean;
  /** A first node finishes its start only when the second one joins (DAS 3.1.0 and 3.2.0). */
  waitsForSecond: boolean;
  /** The nodes' logs begin after their starts, so that nobody knows the roles of those that this run has not started. */
  hidesRoles: boolean;
}

const sizes = {
  proc: 4,
  role: 3,
  open: 2,
  worker: 3,
  timeIsOver: 2,
  joined: 2,
  silent: 2,
  missed: 2,
  obstacle: 2,
  active: 4,
  healthy: 4,
  drifted: 2,
  staged: 2,
  job: 4,
  started: 16,
  failures: 2,
  refusedApply: 4,
  refusal: 2,
} as const satisfies Record<keyof Node, number>;
const fields = Object.entries(sizes) as [keyof Node, number][];

/** Two numbers of its own for each world of a scenario, as one has too few bits. */
export function worldKey({
  nodes,
  desired,
  faults,
  isDisturbed,
  mustSucceed,
  isMixed,
  hasServed,
}: World): [number, number] {
  const run = isDisturbed * 8 + mustSucceed * 4 + isMixed * 2 + hasServed;
  const rest = ((desired - 1) * 3 + faults) * 16 + run;
  return [nodeKey(nodes[0]), nodeKey(nodes[1]) * 96 + rest];
}

function nodeKey(node: Node): number {
  let key = 0;
  for (const [field, size] of fields) key = key * size + node[field];
  return key;
}

/** Nothing is shared with the original, so that either may change. */
export function copy(world: World): World {
  return { ...world, nodes: [{ ...world.nodes[0] }, { ...world.nodes[1] }] };
}

export const names = ["analytics-a", "analytics-b"] as const;

const former: SharedValues = { "clustering.domain": "former" };
const changed: SharedValues = { "clustering.domain": "changed" };

export function valuesOf(scenario: Scenario, revision: Rev): SharedValues | undefined {
  if (revision === Rev.None) return undefined;
  return scenario.changesValues && revision === Rev.New ? changed : former;
}

export function valuesDiffer(scenario: Scenario, one: Rev, other: Rev): boolean {
  return one !== Rev.None && other !== Rev.None && valuesOf(scenario, one) !== valuesOf(scenario, other);
}

const digests = [
  [undefined, "a-old", "a-new", "a-third"],
  [undefined, "b-old", "b-new", "b-third"],
] as const;

export function digest(node: number, revision: Rev): string | undefined {
  return digests[node]?.[revision];
}

export function revisionOf(node: number, digestOfIt: string): Rev {
  const index = (digests[node] as readonly (string | undefined)[]).indexOf(digestOfIt);
  if (index < 1) throw new Error(`there is no revision ${digestOfIt} on node ${node}`);
  return index as Rev;
}

export function isSteady({ worker, timeIsOver }: Node): boolean {
  return worker === Worker.Found && timeIsOver === 1;
}

export function isOpen({ proc, open }: Node): boolean {
  return proc === Proc.Serving || open === 1;
}

const processes = [Process.Stopped, Process.Starting, Process.Serving, Process.Failed] as const;
const roles = [Role.Unknown, Role.Active, Role.Passive] as const;

/** The part of the world that the planner sees. */
export function observed(scenario: Scenario, world: World, index: 0 | 1): NodeState {
  const node = world.nodes[index];
  const name = names[index];
  if (node.silent === 1) return { ...nothing, name };
  const isMissed = node.missed === 1;
  const isHidden = isMissed || (scenario.hidesRoles && node.started === 0);
  return {
    name,
    silence: undefined,
    obstacle: node.obstacle === 1 ? "MySQL refuses the login" : undefined,
    isBusy: node.job !== Rev.None,
    process: isMissed ? Process.Starting : processes[node.proc],
    role: isHidden ? Role.Unknown : roles[node.role],
    isOpen: isOpen(node) && !isMissed,
    hasPeer: haveMet(world),
    problem: node.proc === Proc.Serving && node.worker === Worker.Found ? undefined : "it lacks something",
    newestError: undefined,
    isSteady: isSteady(node) && !isMissed,
    isOverdue: node.worker !== Worker.Found && node.timeIsOver === 1 && !isMissed,
    active: digest(index, node.active),
    isDrifted: node.drifted === 1,
    healthy: digest(index, node.healthy),
    isStaged: node.staged === 1,
    activeValues: valuesOf(scenario, node.active),
    healthyValues: valuesOf(scenario, node.healthy),
  };
}

function haveMet({ nodes: [one, other] }: World): boolean {
  return one.proc === Proc.Serving && other.proc === Proc.Serving && one.role !== other.role;
}

/** Nothing is known of a node that does not answer. These values lead a rule astray that reads them all the same. */
const nothing: NodeState = {
  name: "",
  silence: "connection refused",
  obstacle: undefined,
  isBusy: true,
  process: Process.Serving,
  role: Role.Passive,
  isOpen: true,
  hasPeer: false,
  problem: undefined,
  newestError: undefined,
  isSteady: true,
  isOverdue: false,
  active: undefined,
  isDrifted: false,
  healthy: undefined,
  isStaged: false,
  activeValues: { "clustering.domain": "unknown" },
  healthyValues: { "clustering.domain": "unknown" },
};

const histories = [0, 1].map((index) =>
  Array.from({ length: 16 }, (_, started) =>
    [Rev.Old, Rev.New, Rev.Third].flatMap((revision) =>
      started & (1 << revision) ? (digest(index, revision) ?? []) : [],
    ),
  ),
);

export function remembered({ nodes }: World, index: 0 | 1): NodeHistory {
  const { started, failures, refusedApply, refusal } = nodes[index];
  return {
    started: histories[index]?.[started] ?? [],
    failures: failures === 1 ? [`${names[index]} did not become healthy`] : [],
    refusedApply:
      refusedApply === Rev.None
        ? undefined
        : { revision: digest(index, refusedApply) ?? "", reason: "a file was changed by hand" },
    refusal: refusal === 1 ? "its disk is full" : undefined,
  };
}

export function desiredOf(scenario: Scenario, { desired }: World): DesiredCluster {
  return {
    revisions: [digest(0, desired) ?? "", digest(1, desired) ?? ""],
    values: valuesOf(scenario, desired) ?? former,
  };
}
