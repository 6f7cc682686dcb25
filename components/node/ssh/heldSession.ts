import { createInterface } from "node:readline";
import type { Client, ClientChannel } from "ssh2";

/** Milliseconds between two signs of life. */
const interval = 5000;

/** What is said where a script begins that goes on as long as its session. */
export interface HeldScript<T> {
  command: string;
  script: string;
  /** Recognizes the reply among the lines that the host prints. */
  parse: (line: string) => T | undefined;
  /** Seconds in which the reply must come. */
  seconds: number;
}

/** A script on a host that goes on until its session ends. It reads a line every few seconds. */
export class HeldSession {
  isOpen = true;
  private readonly channel: ClientChannel;
  private readonly timer: NodeJS.Timeout;

  private constructor(channel: ClientChannel) {
    this.channel = channel;
    this.timer = setInterval(() => channel.write("\n"), interval);
    this.timer.unref();
    channel.once("close", () => this.end());
  }

  /** @throws Error if the session ends, or no reply comes in time */
  static begin<T>(
    client: Client,
    { command, script, parse, seconds }: HeldScript<T>,
  ): Promise<{ reply: T; session: HeldSession }> {
    return new Promise((resolve, reject) => {
      client.exec(command, (error, channel) => {
        if (error !== undefined) return reject(error);
        const session = new HeldSession(channel);
        const fail = (problem: string) => {
          clearTimeout(timer);
          session.end();
          reject(new Error(problem));
        };
        const timer = setTimeout(() => fail(`no reply came within ${seconds} s`), seconds * 1000);
        channel.once("close", () => fail("the session ended"));
        // The host may be gone, or read nothing.
        channel.on("error", () => undefined);
        channel.stderr.resume();
        createInterface({ input: channel }).on("line", (line) => {
          const reply = parse(line);
          if (reply === undefined) return;
          clearTimeout(timer);
          resolve({ reply, session });
        });
        channel.write(script);
      });
    });
  }

  end(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    clearInterval(this.timer);
    this.channel.end();
    this.channel.close();
  }
}
