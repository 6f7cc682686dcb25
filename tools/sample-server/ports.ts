import { createServer, type Server, type Socket } from "node:net";
import type { Endpoint } from "./configuration/endpoint";

/** The ports that this server listens on, and those that it could not have. */
export class Ports {
  private readonly servers: Server[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly attempts: Promise<boolean>[] = [];

  /** Listens on exactly this address and port; false where they cannot be had. */
  listen({ host, port }: Endpoint, accept: (socket: Socket) => void): Promise<boolean> {
    const attempt = new Promise<boolean>((resolve) => {
      const server = createServer((socket) => {
        this.sockets.add(socket);
        socket.on("error", () => undefined);
        socket.on("close", () => this.sockets.delete(socket));
        accept(socket);
      });
      server.on("error", () => resolve(false));
      server.listen(port, host, () => {
        this.servers.push(server);
        resolve(true);
      });
    });
    this.attempts.push(attempt);
    return attempt;
  }

  /** Whether every port asked for so far could be had. */
  async complete(): Promise<boolean> {
    return (await Promise.all(this.attempts)).every(Boolean);
  }

  close(): void {
    for (const server of this.servers) server.close();
    for (const socket of this.sockets) socket.destroy();
  }
}
