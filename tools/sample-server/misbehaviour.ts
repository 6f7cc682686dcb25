import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

export const Misbehaviour = {
  /** Stays where the databases are reached: no port, no role, no "started". */
  NeverReady: "never-ready",
  /** Ends by itself, with exit code 1, a second after "WSO2 Carbon started". */
  DiesAfterStart: "dies-after-start",
  /** Takes the active role whatever the peer has. */
  WrongRole: "wrong-role",
  /** Neither takes nor gives a snapshot. */
  SyncFails: "sync-fails",
  /** Needs that many seconds more to start, as in `slow:20`; 5 where none are given. */
  Slow: "slow",
  /** Needs that many seconds more to end after TERM. */
  SlowStop: "slow-stop",
} as const;
export type Misbehaviour = (typeof Misbehaviour)[keyof typeof Misbehaviour];

const prefix = "misbehave:";
const usualSeconds = 5;

/**
 * What the server is told to do wrong: by the file `misbehave` in its home, which counts from the moment it is there
 * and before anything else, or by `misbehave:<word>` as the text of /Server/ServerKey in carbon.xml.
 */
export class Instruction {
  private readonly serverKey: string;
  private readonly file: string;

  constructor(home: string, serverKey: string) {
    this.serverKey = serverKey;
    this.file = path.join(home, "misbehave");
  }

  is(misbehaviour: Misbehaviour): boolean {
    return this.words()[0] === misbehaviour;
  }

  /** How long it is slow in this, in milliseconds; 0 if it is not. */
  delay(misbehaviour: Misbehaviour): number {
    return this.is(misbehaviour) ? Number(this.words()[1] ?? usualSeconds) * 1000 : 0;
  }

  private words(): string[] {
    const text = existsSync(this.file)
      ? readFileSync(this.file, "utf8").trim()
      : this.serverKey.startsWith(prefix)
        ? this.serverKey.slice(prefix.length)
        : "";
    return text.split(":");
  }
}
