import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

export const Misbehaviour = {
  /** Stays at its first line: no port, and nothing more in the log. */
  Hangs: "hangs",
  /** Stays where the databases are reached: no port, no role, no "started"; it says every second that it waits. */
  NeverReady: "never-ready",
  /** Ends by itself, with exit code 1, a second after "WSO2 Carbon started". */
  DiesAfterStart: "dies-after-start",
  /** Takes the active role whatever the peer has. */
  WrongRole: "wrong-role",
  /** Neither takes nor gives a snapshot. */
  SyncFails: "sync-fails",
  /** Never starts a Spark worker, although both masters are registered. */
  NoWorker: "no-worker",
  /** Publishes an event of the text that follows, as in `forged:some text`, into the log, every second. */
  Forged: "forged",
  /** Needs that many seconds more to start, as in `slow:20`; 5 where none are given. */
  Slow: "slow",
  /** Needs that many seconds more to end after TERM. */
  SlowStop: "slow-stop",
} as const;
export type Misbehaviour = (typeof Misbehaviour)[keyof typeof Misbehaviour];

const usualSeconds = 5;

/**
 * What the server is told to do wrong: by the file `misbehave` in its home, which counts from the moment it is there
 * and before anything else, or by the text of /sample/misbehaviour in repository/conf/sample.xml.
 */
export class Instruction {
  private readonly configured: string;
  private readonly file: string;

  constructor(home: string, configured: string) {
    this.configured = configured;
    this.file = path.join(home, "misbehave");
  }

  is(misbehaviour: Misbehaviour): boolean {
    return this.words()[0] === misbehaviour;
  }

  /** The text after the word and its colon. */
  get detail(): string {
    return this.words().slice(1).join(":");
  }

  /** How long it is slow in this, in milliseconds; 0 if it is not. */
  delay(misbehaviour: Misbehaviour): number {
    return this.is(misbehaviour) ? Number(this.detail || usualSeconds) * 1000 : 0;
  }

  private words(): string[] {
    const text = existsSync(this.file) ? readFileSync(this.file, "utf8").trim() : this.configured;
    return text.split(":");
  }
}
