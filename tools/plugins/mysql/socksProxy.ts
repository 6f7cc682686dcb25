import { createConnection, type Socket } from "node:net";
import { goNetworkError } from "../goText";

/** Opens a connection through a SOCKS5 proxy (RFC 1928), which resolves the host's name itself. */
export async function connectThroughProxy(proxy: string, host: string, port: number): Promise<Socket> {
  const url = new URL(proxy);
  const proxyAddress = `${url.hostname}:${url.port}`;
  const problem = (text: string) => new Error(`socks connect tcp ${proxyAddress}->${host}:${port}: ${text}`);
  const socket = await connect(url, proxyAddress).catch((error: Error) => {
    throw problem(error.message);
  });
  try {
    await logIn(socket, decodeURIComponent(url.username), decodeURIComponent(url.password));
    await requestConnection(socket, host, port);
    return socket;
  } catch (error) {
    socket.destroy();
    throw problem((error as Error).message);
  }
}

function connect(url: URL, address: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: url.hostname, port: Number(url.port) });
    socket.once("error", (error) => reject(goNetworkError(error, "dial tcp", address)));
    socket.once("connect", () => {
      socket.removeAllListeners("error");
      resolve(socket);
    });
  });
}

async function logIn(socket: Socket, username: string, password: string): Promise<void> {
  const methods = username === "" ? [0] : [0, 2];
  socket.write(Buffer.from([5, methods.length, ...methods]));
  const answer = await read(socket, 2);
  requireVersion(answer);
  if (answer[1] === 0) return;
  if (answer[1] !== 2 || username === "") throw new Error("no acceptable authentication methods");
  socket.write(Buffer.concat([Buffer.from([1]), counted(username), counted(password)]));
  const verdict = await read(socket, 2);
  if (verdict[1] !== 0) throw new Error("username/password authentication failed");
}

async function requestConnection(socket: Socket, host: string, port: number): Promise<void> {
  const portBytes = Buffer.from([port >> 8, port & 0xff]);
  // Address type 3, a name: proxies take addresses in it as well.
  socket.write(Buffer.concat([Buffer.from([5, 1, 0, 3]), counted(host), portBytes]));
  const answer = await read(socket, 5);
  requireVersion(answer);
  const code = answer[1] ?? 1;
  if (code !== 0) throw new Error(replies[code] ?? `unknown code: ${code}`);
  const addressRest = answer[3] === 1 ? 3 : answer[3] === 4 ? 15 : (answer[4] ?? 0);
  await read(socket, addressRest + 2);
}

function requireVersion(answer: Buffer): void {
  if (answer[0] !== 5) throw new Error(`unexpected protocol version ${answer[0]}`);
}

function counted(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

const replies: Record<number, string> = {
  1: "unknown error general SOCKS server failure",
  2: "unknown error connection not allowed by ruleset",
  3: "unknown error network unreachable",
  4: "unknown error host unreachable",
  5: "unknown error connection refused",
  6: "unknown error TTL expired",
  7: "unknown error command not supported",
  8: "unknown error address type not supported",
};

/** Exactly that many bytes; what comes after them stays in the socket for MySQL's client. */
function read(socket: Socket, length: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      socket.removeListener("readable", take);
      socket.removeListener("error", fail);
      socket.removeListener("end", ended);
    };
    const fail = (error: Error) => {
      stop();
      reject(error);
    };
    const ended = () => fail(new Error("EOF"));
    const take = () => {
      const bytes: Buffer | null = socket.read(length);
      if (bytes === null) return;
      stop();
      resolve(bytes);
    };
    socket.on("readable", take);
    socket.once("error", fail);
    socket.once("end", ended);
    take();
  });
}
