import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A port at which nobody listens: it is never given to a server that asks for a free one. */
export const refusingPort = 1;

/** Where nobody listens until `lateServer` does: an address that nothing else uses, so that the port stays free. */
export const lateAddress = { host: "127.0.77.1", port: 2222 };

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

/** Refuses at `lateAddress` for so many seconds, then puts everybody through. */
export function lateServer(seconds: number, target: { host: string; port: number }): { close(): void } {
  const server = createServer((socket) => join(socket, connect(target.port, target.host)));
  const timer = setTimeout(() => server.listen(lateAddress.port, lateAddress.host), seconds * 1000);
  return {
    close: () => {
      clearTimeout(timer);
      server.close();
    },
  };
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
