import { killAll, signal } from "../machine/processes";
import type { Bed } from "./bed";
import type { Deployer } from "./deployer";
import { type Fault, FaultKind } from "./round";

/** Ends a fault. */
export type Repair = () => void | Promise<void>;

type Place = 0 | 1;

const hour = 3600;
const nothing: Repair = () => undefined;

/** What goes wrong, and where. */
export interface Strike {
  bed: Bed;
  deployer: Deployer;
  place: Place;
}

/** @returns undefined where this machine has no means for that fault */
export async function strike({ kind }: Fault, where: Strike): Promise<Repair | undefined> {
  return strikes[kind](where);
}

const strikes: Record<FaultKind, (where: Strike) => Promise<Repair | undefined>> = {
  [FaultKind.DeployerKilled]: ({ deployer }) => done(deployer.kill()),
  [FaultKind.EngineKilled]: ({ deployer }) => done(deployer.killEngine()),
  [FaultKind.DeployerCancelled]: ({ deployer }) => done(deployer.cancel()),
  [FaultKind.ProductKilled]: async ({ bed, place }) => {
    const pid = bed.cluster.pid(place);
    if (pid !== undefined) signal(pid, "SIGKILL");
    return nothing;
  },
  [FaultKind.ProductFrozen]: async ({ bed, place }) => {
    const pid = bed.cluster.pid(place);
    if (pid !== undefined) signal(pid, "SIGSTOP");
    return () => void (pid !== undefined && bed.cluster.pid(place) === pid && signal(pid, "SIGCONT"));
  },
  [FaultKind.StartHangs]: misbehave("hangs"),
  [FaultKind.StartFails]: misbehave("never-ready"),
  [FaultKind.StartDies]: misbehave("dies-after-start"),
  [FaultKind.SyncFails]: misbehave("sync-fails"),
  [FaultKind.MySqlStopped]: async ({ bed }) => {
    await bed.cluster.mysql.stop();
    return () => bed.startMySql();
  },
  [FaultKind.MySqlFrozen]: async ({ bed }) => {
    bed.signalMySql("SIGSTOP");
    return () => bed.signalMySql("SIGCONT");
  },
  // MySQL runs it for every login but an administrator's, and ends the connection where it fails.
  [FaultKind.MySqlRefuses]: async ({ bed }) => {
    await bed.cluster.query("SET GLOBAL init_connect = 'no statement'");
    return async () => void (await bed.cluster.query("SET GLOBAL init_connect = ''"));
  },
  [FaultKind.SshdKilled]: async ({ bed, place }) => {
    killAll(bed.sshProcesses(place));
    return () => bed.startSshd(place);
  },
  [FaultKind.ConnectionCut]: async ({ bed, place }) => {
    killAll(bed.sessions(place));
    return nothing;
  },
  [FaultKind.SshdFrozen]: async ({ bed, place }) => {
    const processes = bed.sshProcesses(place);
    for (const { pid } of processes) signal(pid, "SIGSTOP");
    return () => {
      for (const { pid } of processes) signal(pid, "SIGCONT");
    };
  },
  [FaultKind.PacketsDropped]: async ({ bed, place }) =>
    bed.dropSsh(place) ? () => bed.packetDrop.end() : undefined,
  [FaultKind.HomeFull]: fill("home"),
  [FaultKind.StateFull]: fill("state"),
  [FaultKind.ClockAhead]: setClock(hour),
  [FaultKind.ClockBehind]: setClock(-hour),
  [FaultKind.HostLost]: async ({ bed, place }) => {
    bed.killHost(place);
    return () => bed.startSshd(place);
  },
};

async function done(work: Promise<void>): Promise<Repair> {
  await work;
  return nothing;
}

function misbehave(how: string) {
  return async ({ bed, place }: Strike): Promise<Repair> => {
    bed.cluster.misbehave(place, how);
    return () => bed.cluster.misbehave(place, undefined);
  };
}

function fill(what: "home" | "state") {
  return async ({ bed, place }: Strike): Promise<Repair | undefined> => {
    const disk = bed.disk(place, what);
    disk?.fill();
    return disk === undefined ? undefined : () => disk.repair();
  };
}

function setClock(seconds: number) {
  return async ({ bed, place }: Strike): Promise<Repair | undefined> => {
    return bed.setClock(place, seconds) ? () => void bed.setClock(place, 0) : undefined;
  };
}
