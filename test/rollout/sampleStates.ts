import { type NodeState, Process, type Role } from "../../components/rollout/clusterState";

/** Settings that both nodes share, before they change. */
export const former = { "clustering.domain": "former" };

/** A healthy node with that revision. */
export function servingNode(name: string, role: Role, revision: string): NodeState {
  return {
    name,
    silence: undefined,
    obstacle: undefined,
    isBusy: false,
    process: Process.Serving,
    role,
    isOpen: true,
    hasPeer: true,
    problem: undefined,
    newestError: undefined,
    isSteady: true,
    isOverdue: false,
    active: revision,
    isDrifted: false,
    healthy: revision,
    isStaged: true,
    activeValues: former,
    healthyValues: former,
  };
}
