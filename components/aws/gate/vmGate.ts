import { setTimeout as sleep } from "node:timers/promises";
import { boundedError, type NodeIndex, type NodeObservation, peerOf } from "../../rollout";
import { firstToChange, isServing, mayChange } from "./vmOrder";

/** Both nodes as the gate deals with them. */
export interface GatedPair {
  /** Never rejects. Nothing is observed of a product that is not this deployment's to run. */
  look(): Promise<readonly [NodeObservation, NodeObservation]>;
  /**
   * Starts what is down, with the revision that it has, and awaits that it serves.
   *
   * @param leftAlone a node that gets no action
   * @returns what is to be corrected, a sentence each
   */
  heal(leftAlone: NodeIndex | undefined): Promise<string[]>;
}

export interface VmGateOptions {
  pair: GatedPair;
  /** Changes a VM although the other node does not serve. */
  force: Promise<boolean>;
  /** Seconds until it must be known of both VMs whether they change. */
  patienceSeconds: Promise<number>;
}

/**
 * Lets the two VMs be changed one after the other, each only while the other node serves. Which one is first is decided when it is
 * known whether both change.
 */
export class VmGate {
  private readonly options: VmGateOptions;
  private readonly places: GatePlace[] = [];
  private first: Promise<GatePlace> | undefined;

  constructor(options: VmGateOptions) {
    this.options = options;
  }

  /** To be called for each of the two VMs, that of node1 first. */
  place(name: string): GatePlace {
    const place = new GatePlace(this, name);
    this.places.push(place);
    return place;
  }

  /** Resolves when it is that VM's turn. */
  async await(place: GatePlace): Promise<void> {
    this.first ??= this.chooseFirst();
    const first = await this.first;
    if (first !== place) await first.finished();
    await this.makeReplaceable(place);
  }

  private async chooseFirst(): Promise<GatePlace> {
    const known = Promise.all(this.places.map((place) => place.isAsking()));
    const asking = await Promise.race([known, this.outOfPatience()]);
    const index = asking.every(Boolean)
      ? firstToChange(await this.options.pair.look())
      : asking.indexOf(true);
    return this.places[index] as GatePlace;
  }

  /** A VM that does not serve is not started before it is changed. */
  private async makeReplaceable(place: GatePlace): Promise<void> {
    const { pair, force } = this.options;
    const vm = this.places.indexOf(place) as NodeIndex;
    const before = await pair.look();
    const reasons = await pair.heal(isServing(before[vm]) ? undefined : vm);
    const seen = await pair.look();
    if ((await force) || mayChange(seen[vm], seen[peerOf(vm)])) return;
    const refusal = `${place.name} is not changed, because the other node does not serve in its place; correct that and run the update again, or set rollout.force`;
    throw boundedError([refusal, ...reasons]);
  }

  private async outOfPatience(): Promise<never> {
    const seconds = await this.options.patienceSeconds;
    await sleep(seconds * 1000, undefined, { ref: false });
    throw new Error(
      `no VM is changed, because after ${seconds} s it is not known whether the other one changes too; see what keeps its other resources`,
    );
  }
}

/** One VM before the gate. */
export class GatePlace {
  readonly name: string;
  private readonly gate: VmGate;
  private readonly asks = Promise.withResolvers<boolean>();
  private readonly done = Promise.withResolvers<void>();

  constructor(gate: VmGate, name: string) {
    this.gate = gate;
    this.name = name;
    // Perhaps nobody waits for them.
    this.asks.promise.catch(() => undefined);
    this.done.promise.catch(() => undefined);
  }

  /** It is known that this update does not change the VM. */
  staysAsItIs(): void {
    this.asks.resolve(false);
  }

  /** Something of the VM could not be made or changed. */
  fail(error: Error): void {
    this.asks.reject(error);
    this.done.reject(error);
  }

  /**
   * Waits for the VM's turn, lets the change begin and resolves when it has been made.
   *
   * @param open lets the change begin
   * @param changed resolves when it has been made
   */
  async pass(open: () => void, changed: Promise<void>): Promise<void> {
    this.asks.resolve(true);
    try {
      await this.gate.await(this);
      open();
      await changed;
      this.done.resolve();
    } catch (error) {
      this.fail(error as Error);
      throw error;
    }
  }

  isAsking(): Promise<boolean> {
    return this.asks.promise;
  }

  /** Resolves when the change has been made. */
  async finished(): Promise<void> {
    try {
      await this.done.promise;
    } catch (error) {
      throw new Error(`not changed, because the change of ${this.name} before it failed`, { cause: error });
    }
  }
}
