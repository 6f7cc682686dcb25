import { connect, createServer, type Socket } from "node:net";
import { listen, type Relay } from "./ports";

/** A SOCKS5 proxy (RFC 1928) without login that puts every name through to 127.0.0.1, and keeps what it was asked. */
export async function socksRelay(): Promise<Relay & { asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((socket) => serve(socket, asked));
  return { port: await listen(server), asked, close: () => server.close() };
}

function serve(socket: Socket, asked: string[]): void {
  socket.on("error", () => undefined);
  socket.once("data", () => {
    socket.write(Buffer.from([5, 0]));
    socket.once("data", (request: Buffer) => {
      const port = request.readUInt16BE(request.length - 2);
      asked.push(`${request.subarray(5, -2).toString()}:${port}`);
      const target = connect(port, "127.0.0.1", () => {
        socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
        socket.pipe(target).pipe(socket);
      });
      target.on("error", () => socket.destroy());
      socket.on("close", () => target.destroy());
    });
  });
}
