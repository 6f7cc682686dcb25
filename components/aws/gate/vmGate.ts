import { setTimeout as sleep } from "node:timers/promises";
import { type Candidate, NodeHealth, type NodeStatus, nextChange } from "./vmOrder";

/** A node as the gate deals with it. */
export interface GatedNode {
  readonly name: string;
  /** What it is like now. */
  status(): Promise<NodeStatus>;
  /**
   * Brings the product up after a change of the VM, and resolves when it is healthy.
   *
   * @param before what the node was like before the change
   */
  recover(before: NodeStatus): Promise<void>;
}

export interface VmGateOptions {
  /** Changes a VM although the other node is not healthy. */
  force: Promise<boolean>;
  /** Seconds until it must be known of both VMs whether they change. */
  patienceSeconds: Promise<number>;
}

/**
 * Lets the two VMs be changed one after the other: the other node is healthy, the change is made, this node is healthy
 * again, and only then comes the other one. Which one is first is decided when it is known whether both change.
 */
export class VmGate {
  private readonly options: VmGateOptions;
  private readonly places: GatePlace[] = [];
  private chosen: Promise<GatePlace> | undefined;

  constructor(options: VmGateOptions) {
    this.options = options;
  }

  /** To be called for each of the two nodes. */
  place(node: GatedNode): GatePlace {
    const place = new GatePlace(this, node);
    this.places.push(place);
    return place;
  }

  /** Resolves when it is that VM's turn. */
  async await(place: GatePlace): Promise<void> {
    this.chosen ??= this.chooseFirst();
    const first = await this.chosen;
    if (first === place) return;
    await first.finished();
    await this.choose([place]);
  }

  private async chooseFirst(): Promise<GatePlace> {
    const known = Promise.all(this.places.map((place) => place.isAsking()));
    const asking = await Promise.race([known, this.outOfPatience()]);
    return this.choose(this.places.filter((_, index) => asking[index]));
  }

  private async choose(asking: readonly GatePlace[]): Promise<GatePlace> {
    const standings = await Promise.all(
      this.places.map(
        async (place): Promise<Candidate> => ({
          name: place.node.name,
          asks: asking.includes(place),
          status: await place.node.status(),
        }),
      ),
    );
    const [first, second] = standings;
    if (first === undefined || second === undefined) throw new Error("the gate has two places");
    const decision = nextChange([first, second], await this.options.force);
    if ("refusal" in decision) throw new Error(decision.refusal);
    const chosen = this.places[decision.next] as GatePlace;
    chosen.before = standings[decision.next]?.status ?? chosen.before;
    return chosen;
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
  readonly node: GatedNode;
  /** What the node was like when its change began. */
  before: NodeStatus = { health: NodeHealth.Absent };
  private readonly gate: VmGate;
  private readonly asks = Promise.withResolvers<boolean>();
  private readonly done = Promise.withResolvers<void>();

  constructor(gate: VmGate, node: GatedNode) {
    this.gate = gate;
    this.node = node;
    // Whoever waits for them hears of a failure; perhaps nobody does.
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
   * Waits for the VM's turn, lets the change begin and resolves when the node is healthy again.
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
      await this.node.recover(this.before);
      this.done.resolve();
    } catch (error) {
      this.fail(error as Error);
      throw error;
    }
  }

  isAsking(): Promise<boolean> {
    return this.asks.promise;
  }

  /** Resolves when the change has been made and the node is healthy. */
  async finished(): Promise<void> {
    try {
      await this.done.promise;
    } catch (error) {
      throw new Error(`not changed, because the change of ${this.node.name} before it failed`, {
        cause: error,
      });
    }
  }
}
