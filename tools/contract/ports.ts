import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A port of 127.0.0.1 at which nobody listens. */
export async function refusingPort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface Relay {
  port: number;
  close(): void;
}

/** Hangs up on its first callers, and puts the others through. */
export async function unwillingRelay(
  refusals: number,
  target: { host: string; port: number },
): Promise<Relay> {
  let callers = 0;
  const server = createServer((socket) => {
    callers++;
    if (callers <= refusals) socket.destroy();
    else join(socket, connect(target.port, target.host));
  });
  return { port: await listen(server), close: () => server.close() };
}

/** @returns the free port of 127.0.0.1 at which the server listens from now on */
export function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

function join(left: Socket, right: Socket): void {
  left.on("error", () => right.destroy());
  right.on("error", () => left.destroy());
  left.pipe(right).pipe(left);
}
