import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A port of 127.0.0.1 at which nobody listens. */
export async function refusingPort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
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
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
  return { port, close: () => server.close() };
}

function join(left: Socket, right: Socket): void {
  left.on("error", () => right.destroy());
  right.on("error", () => left.destroy());
  left.pipe(right).pipe(left);
}
