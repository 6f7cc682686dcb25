import type { RolloutLimit } from "../description";

/**
 * The planner's view of a cluster: the desired state, the state of each node at the moment of a decision, what this run
 * has done, and the decision. Everything that depends on time is computed by the caller.
 */

export const Process = {
  Stopped: "stopped",
  /** It runs and does not serve yet. */
  Starting: "starting",
  /** Active, or passive and synced, with its receiver ports open; the Spark worker does not count. */
  Serving: "serving",
  /** It runs and does not serve, and waiting does not help: its log has a fatal line, or its time is over. */
  Failed: "failed",
} as const;
export type Process = (typeof Process)[keyof typeof Process];

export const Role = {
  Active: "active",
  Passive: "passive",
  /** It has none yet, or its logs do not reach back to this start. */
  Unknown: "unknown",
} as const;
export type Role = (typeof Role)[keyof typeof Role];

/**
 * Settings that must match on both nodes, as argument and digest. A node whose values differ from those of a running
 * peer does not join it: both would be active.
 */
export type SharedValues = Readonly<Record<string, string>>;

/** One node at the moment of a decision. */
export interface NodeState {
  name: string;
  /** The reason why the node does not answer. If there is one, the other fields have no meaning. */
  silence: string | undefined;
  /** A cause that only a person can correct, such as MySQL refusing the login. The node gets no action. */
  obstacle: string | undefined;
  /** A job of another update, or of an earlier one, runs on the node. */
  isBusy: boolean;
  process: Process;
  role: Role;
  /**
   * All its ports but the Spark worker's answer. So it may serve whatever its log says, which anybody who sends an event can
   * write to.
   */
  isOpen: boolean;
  /** A connection of its cluster with another host is there. Says something of two nodes whose roles are not known. */
  hasPeer: boolean;
  /** The reason why the node does not serve or, if it serves, is not healthy yet (its Spark worker). */
  problem: string | undefined;
  /** The newest error in its log since its start, for people. */
  newestError: string | undefined;
  /** It has served without a problem for the steady time. A process that is older counts as steady at the first look. */
  isSteady: boolean;
  /** It serves, and has not become steady in its time. The time counts only while the peer serves, and begins again with it. */
  isOverdue: boolean;
  /** The revision in the home. Undefined if there is none, or if an apply was cut off. */
  active: string | undefined;
  /** Files of the active revision were changed on the node. */
  isDrifted: boolean;
  /** The last healthy revision, if its files are still on the node. */
  healthy: string | undefined;
  /** The files of the desired revision are on the node. */
  isStaged: boolean;
  /** Undefined if there is no such revision, or if it does not say. Unknown values count as equal. */
  activeValues: SharedValues | undefined;
  healthyValues: SharedValues | undefined;
}

/** Everything that this run has done to a node; empty when a run begins. */
export interface NodeHistory {
  /** The revisions of each apply and start, also of those that failed. A run starts a revision on a node at most once. */
  started: readonly string[];
  /** The `failure` of each decision, and the errors of an apply or a start that failed. One sentence each. */
  failures: readonly string[];
  /**
   * The revision that the node refused to install, and why. This run does not apply it there again; what is down is still
   * started, with another revision or with the one in the home.
   */
  refusedApply: { revision: string; reason: string } | undefined;
  /** The reason why the node refused an action, or why a stop or a mark failed. This run gives it no other action. */
  refusal: string | undefined;
}

/** The desired state of both nodes. */
export interface DesiredCluster {
  /** The digest of each node's revision. */
  revisions: readonly [string, string];
  values: SharedValues;
}

export interface RolloutPolicy {
  /** A node that gets no action, and that nothing may need. */
  held: NodeIndex | undefined;
  /** The most that may be done to nodes that serve. */
  limit: RolloutLimit;
  /** Change a serving node although its peer, which answers, cannot be made to serve. Not its shared values. */
  force: boolean;
  /** Only start what is down, with its last healthy revision. */
  healsOnly: boolean;
}

export type Action =
  /** Stop the product if it runs, install the revision, start the product. */
  | { kind: "apply"; revision: string }
  /** Start the product with its active revision. */
  | { kind: "start"; revision: string }
  | { kind: "stop" }
  /** Record that the node is healthy with its active revision. */
  | { kind: "markHealthy"; revision: string };

export type NodeIndex = 0 | 1;

export function peerOf(node: NodeIndex): NodeIndex {
  return node === 0 ? 1 : 0;
}

export type Decision =
  | {
      kind: "act";
      node: NodeIndex;
      action: Action;
      /** Why the node did not become healthy. The caller adds it to the node's history before it acts. */
      failure?: string;
      /** The node must refuse to stop if it does not reach its peer. */
      isGuarded: boolean;
    }
  /** Look again shortly. */
  | { kind: "wait"; reason: string }
  /** What was left undone for the node that is held, one sentence each. */
  | { kind: "done"; notes: readonly string[] }
  | {
      kind: "failed";
      /** One sentence each: the node, the cause, what to correct. Never empty. */
      reasons: readonly string[];
      /** The limit that the desired state needs, if the policy's is lower. */
      neededLimit: RolloutLimit | undefined;
    };
