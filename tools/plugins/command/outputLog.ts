import { StringDecoder } from "node:string_decoder";
import type { ResourceLog } from "../protocol/plugin";

/** The real plugin's log scanner stops at a longer line, and the command then never returns. */
const longestLine = 64 * 1024;

/** Passes a command's output to the engine's log line by line while the command runs. */
export class OutputLog {
  readonly #log: ResourceLog;
  readonly #decoder = new StringDecoder("utf8");
  #rest = "";
  #tooLong = false;

  constructor(log: ResourceLog) {
    this.#log = log;
  }

  write(data: Buffer): void {
    const lines = (this.#rest + this.#decoder.write(data)).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#send(line);
    this.#check(this.#rest);
  }

  /** Fails where the real plugin would hang, so that nobody builds on output that it cannot take. */
  async end(): Promise<void> {
    const rest = this.#rest + this.#decoder.end();
    if (rest !== "") this.#send(rest);
    await this.#log.flush();
    if (this.#tooLong) {
      throw new Error(
        "a line of logged output is longer than 64 KiB, which the real command plugin never gets over",
      );
    }
  }

  #send(line: string): void {
    this.#check(line);
    this.#log.status(line.replace(/\r$/, ""));
  }

  #check(line: string): void {
    this.#tooLong ||= Buffer.byteLength(line) >= longestLine;
  }
}
