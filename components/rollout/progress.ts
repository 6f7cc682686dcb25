import type { Say } from "./reconcile";

/** Seconds between two messages about the same waiting. */
const interval = 10;

/**
 * Tells what is waited for: at once if that changes, and otherwise every ten seconds. What follows a semicolon, such as a line of a log,
 * is no change.
 */
export class Progress {
  private readonly say: Say;
  private told = "";
  private toldAt = 0;
  private since = 0;

  constructor(say: Say) {
    this.say = say;
  }

  waits(reason: string): void {
    const now = performance.now();
    const [awaited = ""] = reason.split(";");
    if (awaited !== this.told) this.since = now;
    else if (now - this.toldAt < interval * 1000) return;
    const seconds = Math.round((now - this.since) / 1000);
    this.say(seconds === 0 ? `waiting: ${reason}` : `waiting, ${seconds} s: ${reason}`);
    this.told = awaited;
    this.toldAt = now;
  }

  /** Tells every ten seconds that something still lasts. */
  async during<T>(text: string, work: Promise<T>): Promise<T> {
    const began = performance.now();
    const timer = setInterval(() => {
      this.say(`${text}, ${Math.round((performance.now() - began) / 1000)} s`);
    }, interval * 1000);
    try {
      return await work;
    } finally {
      clearInterval(timer);
    }
  }
}
