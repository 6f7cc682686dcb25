import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Which of the nodes took connections at one moment. */
type Sample = readonly boolean[];

/** Asks every 100 ms whether each node takes events, until it is ended. */
export class ServiceSamples {
  readonly samples: Sample[] = [];
  private readonly addresses: readonly string[];
  private readonly done: Promise<void>;
  private ended = false;

  constructor(addresses: readonly string[]) {
    this.addresses = addresses;
    this.done = this.sample();
  }

  /** The moments at which no node took events. */
  async end(): Promise<Sample[]> {
    this.ended = true;
    await this.done;
    if (this.samples.length === 0) throw new Error("nothing was sampled");
    return this.samples.filter((sample) => !sample.includes(true));
  }

  private async sample(): Promise<void> {
    while (!this.ended) {
      const next = sleep(100);
      this.samples.push(await Promise.all(this.addresses.map((address) => answers(address, 7612))));
      await next;
    }
  }
}

export function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    // A port without a listener refuses at once here; who waits waits for a machine under load.
    socket.setTimeout(1000, () => end(true));
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}
