import { createConnection, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "ssh2";
import { goNetworkError } from "../goText";
import type { Operation } from "../protocol/plugin";
import { type LoginAttempt, type SshEndpoint, sshAuthentication } from "./sshAuthentication";

export interface SshConnection extends SshEndpoint {
  proxy?: SshEndpoint;
}

/** Open clients of one operation, the way to the host first. */
export interface SshSession {
  client: Client;
  close(): void;
}

/** Connects to the host, through the proxy if there is one, as often as the error limits allow. */
export async function dial(connection: SshConnection, operation: Operation): Promise<SshSession> {
  const newAttempt = await sshAuthentication(connection);
  if (connection.proxy === undefined) {
    const client = await withRetries("Dial", connection.dialErrorLimit, operation, async () =>
      handshake(await connect(connection), newAttempt()),
    );
    return { client, close: () => client.end() };
  }
  try {
    return await dialThrough(connection.proxy, connection, newAttempt, operation);
  } catch (error) {
    throw new Error(`proxy: ${(error as Error).message}`, { cause: error });
  }
}

async function dialThrough(
  proxy: SshEndpoint,
  connection: SshConnection,
  newAttempt: () => LoginAttempt,
  operation: Operation,
): Promise<SshSession> {
  const newProxyAttempt = await sshAuthentication(proxy);
  const proxyClient = await withRetries("Dial proxy", proxy.dialErrorLimit, operation, async () =>
    handshake(await connect(proxy), newProxyAttempt()),
  );
  try {
    const limit = connection.dialErrorLimit;
    const tunnel = await withRetries("Dial from proxy", limit, operation, () =>
      openTunnel(proxyClient, connection.host, connection.port),
    );
    // As in the real plugin, a failed handshake is tried again on the same, by then dead, tunnel.
    let dead = false;
    const client = await withRetries("Dial", limit, operation, () => {
      if (dead) throw new Error("ssh: handshake failed: EOF");
      dead = true;
      return handshake(tunnel, newAttempt());
    });
    const close = () => {
      client.end();
      proxyClient.end();
    };
    return { client, close };
  } catch (error) {
    proxyClient.end();
    throw error;
  }
}

/** Tries until it succeeds; after every failure it waits 0.1 s, then half as long again each time, at most 5 s. */
async function withRetries<T>(
  what: string,
  limit: number,
  { log, signal }: Operation,
  attempt: () => Promise<T>,
): Promise<T> {
  let delay = 100;
  for (let failures = 1; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      if (limit > -1 && failures > limit) {
        throw new Error(`after ${failures - 1} failed attempts: ${(error as Error).message}`);
      }
      log.status(`${what} ${failures}/${limit === -1 ? "inf" : limit} failed: retrying`);
      // Else a message could come after the answer, and count for the engine's next operation.
      await log.flush();
    }
    await sleep(delay, undefined, { signal }).catch(() => signal.throwIfAborted());
    delay = Math.min(delay * 1.5, 5000);
  }
}

function connect({ host, port, perDialTimeout }: SshEndpoint): Promise<Socket> {
  return new Promise((resolve, reject) => {
    // As Go does it.
    const socket = createConnection({ host, port, noDelay: true });
    const target = `${host}:${port}`;
    socket.setTimeout(perDialTimeout * 1000, () => {
      socket.destroy();
      reject(new Error(`dial tcp ${target}: i/o timeout`));
    });
    socket.once("error", (error) => reject(goNetworkError(error, "dial tcp", target)));
    socket.once("connect", () => {
      socket.setTimeout(0);
      socket.removeAllListeners();
      resolve(socket);
    });
  });
}

function openTunnel(proxy: Client, host: string, port: number): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    proxy.forwardOut("127.0.0.1", 0, host, port, (error, channel) => {
      if (error) reject(new Error(`ssh: rejected: connect failed (${error.message.replace(/^.*: /, "")})`));
      else resolve(channel);
    });
  });
}

async function handshake(sock: Duplex, { config, failure }: LoginAttempt): Promise<Client> {
  const { Client } = await import("ssh2");
  const client = new Client();
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      sock.destroy();
      reject(failure(error));
    };
    const closed = () => fail(new Error("EOF"));
    client.on("error", fail);
    client.once("close", closed);
    client.once("ready", () => {
      client.removeListener("close", closed);
      resolve(client);
    });
    // After "ready" an error changes nothing here: it shows as a command that ends without an exit status.
    client.connect({ ...config, sock: sock as Socket });
  });
}
