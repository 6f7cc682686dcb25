import { generateKeyPairSync, timingSafeEqual } from "node:crypto";
import { type AddressInfo, connect } from "node:net";
import { type Connection, Server, type TcpipRequestInfo, utils } from "ssh2";

/** Where a connection to an address inside the network ends up on this machine. */
export type Route = (address: string, port: number) => Promise<{ host: string; port: number } | undefined>;

/** A host at the edge of the private network that SSH goes through. It lets nobody do anything else. */
export interface Gateway {
  host: string;
  port: number;
  user: string;
  privateKey: string;
  hostKey: string;
  stop(): Promise<void>;
}

/** The login to a host behind the gateway, as a stack's `ssh` has it. */
export function loginThrough({ host, port, user, privateKey, hostKey }: Gateway) {
  const bastion = { host, port, user, privateKey, hostKey };
  return { user: "root", sudo: false, timeoutSeconds: 60, bastion };
}

const user = "gateway";

export async function startGateway(route: Route): Promise<Gateway> {
  const host = sshKey();
  const login = sshKey();
  const connections = new Set<Connection>();
  const server = new Server({ hostKeys: [host.privateKey] }, (connection) => {
    connections.add(connection);
    connection.on("close", () => connections.delete(connection));
    // A client that goes away in the middle is no concern of the gateway's.
    connection.on("error", () => connection.end());
    letIn(connection, login.publicKey);
    connection.on("tcpip", (accept, reject, info) => {
      forward(route, info, accept, reject).catch(() => reject());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: "127.0.0.1",
    port,
    user,
    privateKey: login.privateKey,
    hostKey: host.publicKey,
    stop: () => {
      for (const connection of connections) connection.end();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function letIn(connection: Connection, publicKey: string): void {
  const allowed = utils.parseKey(publicKey);
  if (allowed instanceof Error) throw allowed;
  connection.on("authentication", (attempt) => {
    if (attempt.username !== user || attempt.method !== "publickey") return attempt.reject(["publickey"]);
    const wanted = allowed.getPublicSSH();
    const given = attempt.key.data;
    const same = given.length === wanted.length && timingSafeEqual(given, wanted);
    const { blob, signature } = attempt;
    // Without a signature the client only asks whether the key would do.
    const proven = blob === undefined || signature === undefined || allowed.verify(blob, signature) === true;
    if (same && proven) attempt.accept();
    else attempt.reject(["publickey"]);
  });
}

async function forward(
  route: Route,
  { destIP, destPort }: TcpipRequestInfo,
  accept: () => NodeJS.ReadWriteStream,
  reject: () => void,
): Promise<void> {
  const target = await route(destIP, destPort);
  if (target === undefined) return reject();
  const socket = connect(target.port, target.host);
  socket.once("error", reject);
  socket.once("connect", () => {
    socket.off("error", reject);
    const channel = accept();
    socket.on("error", () => channel.end());
    channel.on("error", () => socket.destroy());
    channel.on("close", () => socket.destroy());
    socket.pipe(channel).pipe(socket);
  });
}

function sshKey(): { privateKey: string; publicKey: string } {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const pem = privateKey.export({ type: "sec1", format: "pem" }).toString();
  const parsed = utils.parseKey(pem);
  if (parsed instanceof Error) throw parsed;
  return { privateKey: pem, publicKey: `${parsed.type} ${parsed.getPublicSSH().toString("base64")}` };
}
