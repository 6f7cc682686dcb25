import { once } from "node:events";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { Leak, type MarkedSecrets, type Needles } from "./markedSecrets";
import type { Found, Place } from "./places";

/** What the thread is asked; it answers with a `Sight`. */
export interface Look {
  /** All secrets made so far. */
  needles: Needles;
  places: Place[];
  /** Whether the thread goes on looking. */
  last: boolean;
}

/** Everything that was found so far. */
export interface Sight {
  found: Found[];
  /** How often everything was looked at. */
  rounds: number;
}

/**
 * Looks in a thread of its own, as often as it can, at the command line and the environment of every process and at the
 * files of some places, while the thread that started it works.
 */
export class Watch {
  /** How often it has looked at everything. */
  rounds = 0;
  private readonly worker: Worker;
  private readonly secrets: MarkedSecrets;
  private readonly places: Place[];

  constructor(secrets: MarkedSecrets, places: Place[]) {
    this.worker = new Worker(path.join(__dirname, "watchThread.ts"), { execArgv: ["--import", "tsx"] });
    this.secrets = secrets;
    this.places = places;
  }

  /**
   * Goes on looking, for what has become a secret meanwhile too.
   *
   * @throws Leak where a secret was seen since the watch began
   */
  async check(): Promise<void> {
    await this.ask(false);
  }

  async end(): Promise<void> {
    try {
      await this.ask(true);
    } finally {
      await this.worker.terminate();
    }
  }

  private async ask(last: boolean): Promise<void> {
    const look: Look = { needles: this.secrets.needles, places: this.places, last };
    const answer = once(this.worker, "message");
    this.worker.postMessage(look);
    const [{ found, rounds }] = (await answer) as [Sight];
    this.rounds = rounds;
    const [first] = found;
    if (first !== undefined) throw new Leak(first.kind, first.where);
  }
}
