import type { Say } from "./reconcile";

/** Seconds between two messages about the same waiting. Most of them pass. */
const interval = 10;

/** Of so many of them one stays, for where passing ones are not shown, as in CI and with `--json`: one a minute. */
const keptEach = 6;

/**
 * Tells what is waited for: at once if that changes, and otherwise every ten seconds. What follows a semicolon, such as a line of a log,
 * is no change.
 */
export class Progress {
  private readonly say: Say;
  private told = "";
  private toldAt = 0;
  private since = 0;
  private repetitions = 0;

  constructor(say: Say) {
    this.say = say;
  }

  waits(reason: string): void {
    const now = performance.now();
    const [awaited = ""] = reason.split(";");
    if (awaited !== this.told) {
      this.told = awaited;
      this.since = now;
      this.repetitions = 0;
      this.say(`waiting: ${reason}`);
    } else if (now - this.toldAt >= interval * 1000) {
      this.repetitions += 1;
      this.say(`waiting, ${secondsSince(this.since)} s: ${reason}`, isPassing(this.repetitions));
    } else {
      return;
    }
    this.toldAt = now;
  }

  /** Tells every ten seconds that something still lasts. */
  async during<T>(text: string, work: Promise<T>): Promise<T> {
    const began = performance.now();
    let repetitions = 0;
    const timer = setInterval(() => {
      repetitions += 1;
      this.say(`${text}, ${secondsSince(began)} s`, isPassing(repetitions));
    }, interval * 1000);
    try {
      return await work;
    } finally {
      clearInterval(timer);
    }
  }
}

function isPassing(repetitions: number): boolean {
  return repetitions % keptEach !== 0;
}

function secondsSince(moment: number): number {
  return Math.round((performance.now() - moment) / 1000);
}
