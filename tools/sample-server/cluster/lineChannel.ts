import type { Socket } from "node:net";
import { createInterface } from "node:readline";

/** Messages of one kind over a socket, one in JSON a line. What is no JSON ends the connection. */
export class LineChannel<Message extends object> {
  private readonly socket: Socket;
  constructor(
    socket: Socket,
    receive: (message: Partial<Message>) => void,
    closed: () => void = () => undefined,
  ) {
    this.socket = socket;
    // Small messages that must not wait for each other: the snapshot is asked for after the member's news.
    socket.setNoDelay(true);
    socket.on("error", () => undefined);
    socket.on("close", closed);
    const lines = createInterface({ input: socket });
    lines.on("error", () => undefined);
    lines.on("line", (line) => {
      const message = parse(line);
      if (message === undefined) socket.destroy();
      else receive(message as Partial<Message>);
    });
  }

  send(message: Message): void {
    if (!this.socket.destroyed) this.socket.write(`${JSON.stringify(message)}\n`);
  }

  /** Ends the connection after what was sent. */
  end(): void {
    this.socket.end();
  }

  destroy(): void {
    this.socket.destroy();
  }
}

function parse(line: string): object | undefined {
  try {
    const message: unknown = JSON.parse(line);
    return typeof message === "object" && message !== null ? message : undefined;
  } catch {
    return undefined;
  }
}
