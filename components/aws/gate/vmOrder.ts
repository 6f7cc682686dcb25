/** What a node is like, as far as it can be told from outside. */
export const NodeHealth = {
  Healthy: "healthy",
  Unhealthy: "unhealthy",
  Stopped: "stopped",
  /** Nothing is deployed there, or nothing that is this deployment's to run. */
  Absent: "absent",
  Unreachable: "unreachable",
} as const;
export type NodeHealth = (typeof NodeHealth)[keyof typeof NodeHealth];

export interface NodeStatus {
  health: NodeHealth;
  role?: "active" | "passive";
  /** Why it is not healthy. */
  detail?: string;
}

/** One of the two VMs before the gate. */
export interface Candidate {
  name: string;
  /** Whether it is to be changed. */
  asks: boolean;
  status: NodeStatus;
}

/** The place of the VM that may be changed now, or why none may. */
export type Decision = { next: 0 | 1 } | { refusal: string };

/**
 * Which VM may be changed now: first one that does not serve anyway, then the passive node, at last the active one; and
 * only while the other node is healthy.
 *
 * @param force lets it be changed in any case
 */
export function nextChange(standings: readonly [Candidate, Candidate], force: boolean): Decision {
  const [next = 0] = ([0, 1] as const)
    .filter((place) => standings[place].asks)
    .sort((a, b) => loss(standings[a].status) - loss(standings[b].status));
  const vm = standings[next];
  const peer = standings[next === 0 ? 1 : 0];
  const servesNothing = vm.status.health === NodeHealth.Absent;
  if (force || servesNothing || peer.status.health === NodeHealth.Healthy) return { next };
  return {
    refusal:
      `${vm.name} is not changed, because ${peer.name} is ${describeStatus(peer.status)}, and then none would serve; ` +
      `bring ${peer.name} up and run the update again, or set the argument force`,
  };
}

/** What is lost while the node is down. */
function loss({ health, role }: NodeStatus): number {
  if (health !== NodeHealth.Healthy) return 0;
  return role === "active" ? 2 : 1;
}

export function describeStatus({ health, detail }: NodeStatus): string {
  const what = health === NodeHealth.Absent ? "not deployed" : health;
  return detail === undefined || detail === "" ? what : `${what} (${detail})`;
}
