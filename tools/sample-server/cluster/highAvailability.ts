import { setTimeout as delay } from "node:timers/promises";
import type { HighAvailabilityConfiguration } from "../configuration/highAvailabilityFile";
import { type Instruction, Misbehaviour } from "../misbehaviour";
import type { Ports } from "../ports";
import type { ServerLog } from "../serverLog";
import type { EventCounts } from "./eventCounts";
import type { EventSync } from "./eventSync";
import { electedRole, Role } from "./member";
import type { Membership } from "./membership";
import { requestSnapshot, SnapshotError, serveSnapshots } from "./stateSync";

const source = "org.wso2.carbon.event.processor.manager.core.internal.HAManager";
const incomplete = "this node does not listen on all of its ports";

export interface Parts {
  configuration: HighAvailabilityConfiguration;
  membership: Membership;
  eventSync: EventSync;
  counts: EventCounts;
  ports: Ports;
  instruction: Instruction;
  log: ServerLog;
}

/** Which of the two is active, and the passive one's state. */
export class HighAvailability {
  private readonly parts: Parts;
  private elects = false;
  private readonly started: Promise<void>;
  private releaseStarted: () => void = () => undefined;

  constructor(parts: Parts) {
    this.parts = parts;
    this.started = new Promise((resolve) => {
      this.releaseStarted = resolve;
    });
  }

  /** Serves snapshots, then takes a role. */
  async join(): Promise<void> {
    const { configuration, membership, ports, log } = this.parts;
    const { uuid } = membership.self;
    await serveSnapshots(uuid, configuration.management, ports, log, () => this.takeSnapshot());
    this.elects = true;
    this.decide();
  }

  /** The state is taken over when the server is up: only then is known which ports it has. */
  serverStarted(): void {
    this.releaseStarted();
  }

  /** To be called whenever something of the other members changes. */
  decide(): void {
    const { membership, eventSync, instruction, log } = this.parts;
    eventSync.follow(membership.others);
    if (!this.elects) return;
    const { self } = membership;
    const wrong = instruction.is(Misbehaviour.WrongRole);
    const role = wrong ? Role.Active : electedRole(self, membership.others);
    if (role === undefined || role === self.role) return;
    membership.update({ role });
    log.info(source, `Became CEP HA ${role === Role.Active ? "Active" : "Passive"} Member`);
    if (role === Role.Passive) void this.followActive();
  }

  /** Until the state is there, or will not come, or this node is passive no more. */
  private async followActive(): Promise<void> {
    const { configuration, membership, log } = this.parts;
    await this.started;
    while (membership.self.role === Role.Passive) {
      log.info(source, "CEP HA State syncing started..");
      try {
        await this.takeOver();
        log.info(source, "CEP HA State successfully synced.");
        return;
      } catch (error) {
        if (error instanceof SnapshotError) {
          log.error(source, `java.lang.RuntimeException: ${error.message}`);
          return;
        }
        log.error(source, `CEP HA State syncing failed, ${error instanceof Error ? error.message : error}`);
      }
      await delay(configuration.stateSyncRetryMilliseconds);
    }
  }

  private async takeOver(): Promise<void> {
    const { configuration, membership, eventSync, counts, ports, instruction, log } = this.parts;
    const { uuid } = membership.self;
    if (!(await ports.complete())) throw new Error(incomplete);
    const active = membership.others.find(({ role }) => role === Role.Active);
    if (active?.management === undefined) throw new Error("no member is active");
    if (!(await eventSync.reaches(active))) throw new Error("the active member's event sync is not reached");
    const own = { uuid, address: configuration.management.host };
    const state = await requestSnapshot(own, { uuid: active.uuid, management: active.management }, log);
    if (instruction.is(Misbehaviour.SyncFails)) throw new Error("the snapshot cannot be restored");
    counts.restore(state);
  }

  private async takeSnapshot() {
    const { counts, ports, instruction } = this.parts;
    if (instruction.is(Misbehaviour.SyncFails)) return { refusal: "the state cannot be taken" };
    return (await ports.complete()) ? { state: counts.snapshot() } : { refusal: incomplete };
  }
}
