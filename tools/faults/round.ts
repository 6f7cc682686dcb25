/** What an update changes. */
export const Update = {
  Nothing: "nothing",
  File: "a file of both nodes",
  OneNode: "a file of one node",
  Memory: "the heap",
  FullStop: "the domain and password of the group",
  Password: "the password of the database user",
  CarbonApp: "the C-Apps",
} as const;
export type Update = (typeof Update)[keyof typeof Update];

export const FaultKind = {
  DeployerKilled: "the deployer is killed",
  EngineKilled: "the engine is killed, and its program lives on",
  DeployerCancelled: "the deployer is cancelled by Ctrl-C",
  ProductKilled: "the product is killed",
  ProductFrozen: "the product stands still",
  StartHangs: "the product hangs from its next start on",
  StartFails: "the product is never ready from its next start on",
  StartDies: "the product ends after its next start",
  SyncFails: "the product does not take part in state sync",
  MySqlStopped: "MySQL is stopped",
  MySqlFrozen: "MySQL stands still",
  MySqlRefuses: "MySQL refuses all that is not an administrator",
  SshdKilled: "sshd is killed with its sessions",
  ConnectionCut: "the connections are cut",
  SshdFrozen: "sshd and its sessions stand still",
  PacketsDropped: "packets of SSH are dropped",
  HomeFull: "the disk of the home is full",
  StateFull: "the disk of the state folder is full",
  ClockAhead: "the clock is an hour ahead",
  ClockBehind: "the clock is an hour behind",
  HostLost: "every process of the host is killed",
} as const;
export type FaultKind = (typeof FaultKind)[keyof typeof FaultKind];

/** The node by the role that it has when the round begins. */
export const Target = { Active: "active", Passive: "passive" } as const;
export type Target = (typeof Target)[keyof typeof Target];

/** So long after the update has said something; after its end if it never says it. */
export interface Moment {
  says: string;
  milliseconds: number;
}

export interface Fault {
  kind: FaultKind;
  /** Faults of the deployer and of MySQL have no use for it. */
  target: Target;
  moment: Moment;
  /** How long it lasts; undefined: until the update has ended. */
  seconds: number | undefined;
}

/** An update, and the faults that happen in it. */
export interface Round {
  update: Update;
  /** How long the product takes to start. */
  startSeconds: number;
  faults: Fault[];
}

export const deployerFaults: readonly FaultKind[] = [
  FaultKind.DeployerKilled,
  FaultKind.EngineKilled,
  FaultKind.DeployerCancelled,
];

/** They keep every node from a start. */
export const commonFaults: readonly FaultKind[] = [
  FaultKind.MySqlStopped,
  FaultKind.MySqlFrozen,
  FaultKind.MySqlRefuses,
];

const momentary: readonly FaultKind[] = [...deployerFaults, FaultKind.ProductKilled, FaultKind.ConnectionCut];

export function describeRound({ update, startSeconds, faults }: Round): string {
  return `an update changes ${update}, starts take ${startSeconds} s; ${faults.map(describeFault).join("; ")}`;
}

export function describeFault({ kind, target, moment, seconds }: Fault): string {
  const isOfNode = !deployerFaults.includes(kind) && !commonFaults.includes(kind);
  const place = isOfNode ? ` on the ${target} node` : "";
  const lasting = seconds === undefined ? " until the update has ended" : ` for ${seconds} s`;
  const after = moment.says === "" ? "the begin" : `"${moment.says}"`;
  return `${kind}${place}${momentary.includes(kind) ? "" : lasting}, ${moment.milliseconds} ms after ${after}`;
}
