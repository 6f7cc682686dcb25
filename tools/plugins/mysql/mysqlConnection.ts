import { createConnection as openSocket, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { getCACertificates } from "node:tls";
import type { Connection, ConnectionOptions } from "mysql2/promise";
import { goNetworkError } from "../goText";
import { connectThroughProxy } from "./socksProxy";

/** The provider's own arguments. One connection per operation satisfies its connection limits as they are. */
export interface MysqlConfiguration {
  /** `host:port`, with an IPv6 address in brackets, or the path of a socket. */
  endpoint: string;
  username: string;
  password: string;
  /** `socks5://…` or `socks5h://…`; the proxy resolves the name in both. */
  proxy: string | undefined;
  tls: "true" | "false" | "skip-verify";
}

/** What the resources do with a connection. */
export interface MysqlSession {
  /** Runs one statement; errors read as those of the real plugin's MySQL driver. */
  execute(sql: string, values?: string[]): Promise<Record<string, unknown>[]>;
  /** The server's version as InnoDB has it. MariaDB has none, so nothing that asks for it works there. */
  version(): Promise<readonly number[]>;
}

/** As in the real plugin, whatever fails is tried again for five minutes, a wrong password too; a test says less. */
function patienceMilliseconds(): number {
  return Number(process.env.OFFLINE_MYSQL_PATIENCE_SECONDS ?? 5 * 60) * 1000;
}

export async function withConnection<T>(
  configuration: MysqlConfiguration,
  use: (session: MysqlSession) => Promise<T>,
  limit: number = patienceMilliseconds(),
): Promise<T> {
  const connection = await connectWithRetries(configuration, limit);
  // A connection that breaks shows in the statement that is running.
  connection.on("error", () => undefined);
  const session: MysqlSession = {
    execute: (sql, values) => run(connection, sql, values),
    version: () => innodbVersion(connection),
  };
  try {
    return await use(session);
  } finally {
    connection.destroy();
  }
}

async function connectWithRetries(configuration: MysqlConfiguration, limit: number): Promise<Connection> {
  const end = performance.now() + limit;
  for (let wait = 200; ; wait *= 2) {
    try {
      return await connect(configuration);
    } catch (error) {
      if (performance.now() >= end) throw new Error(`Could not connect to server: ${mysqlMessage(error)}`);
    }
    await sleep(Math.min(Math.max(wait, 500), 10_000, limit));
  }
}

async function connect(configuration: MysqlConfiguration): Promise<Connection> {
  const socket = await dialServer(configuration);
  const { createConnection } = await import("mysql2/promise");
  const { username: user, password, endpoint, tls } = configuration;
  const options: ConnectionOptions = {
    user,
    password,
    stream: socket,
    host: splitEndpoint(endpoint).host,
    charset: "utf8mb4_general_ci",
  };
  if (tls === "true")
    options.ssl = { ca: systemAuthorities(), rejectUnauthorized: true, verifyIdentity: true };
  if (tls === "skip-verify") options.ssl = { rejectUnauthorized: false };
  try {
    return await createConnection(options);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** Those of the system, as the real plugin uses: SSL_CERT_FILE adds to them there and here. */
function systemAuthorities(): string | undefined {
  const authorities = getCACertificates("system");
  return authorities.length > 0 ? authorities.join("\n") : undefined;
}

function dialServer({ endpoint, proxy }: MysqlConfiguration): Promise<Socket> {
  const { host, port } = splitEndpoint(endpoint);
  if (proxy !== undefined) return connectThroughProxy(proxy, host, port);
  const unix = endpoint.startsWith("/");
  return new Promise((resolve, reject) => {
    const socket = unix ? openSocket({ path: endpoint }) : openSocket({ host, port });
    const fail = (error: Error) => reject(goNetworkError(error, unix ? "dial unix" : "dial tcp", endpoint));
    socket.once("error", fail);
    socket.once("connect", () => {
      socket.removeListener("error", fail);
      resolve(socket);
    });
  });
}

function splitEndpoint(endpoint: string): { host: string; port: number } {
  if (/^[^[/]*:.*:/.test(endpoint))
    throw new Error(`dial tcp: address ${endpoint}: too many colons in address`);
  const [, host, port] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(endpoint) ?? [];
  return { host: host ?? endpoint, port: Number(port ?? 3306) };
}

async function run(
  connection: Connection,
  sql: string,
  values: string[] | undefined,
): Promise<Record<string, unknown>[]> {
  try {
    const [rows] = await connection.query(sql, values);
    return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : [];
  } catch (error) {
    throw new Error(mysqlMessage(error));
  }
}

async function innodbVersion(connection: Connection): Promise<readonly number[]> {
  const [row] = await run(connection, "SELECT @@GLOBAL.innodb_version AS version", undefined);
  return String(row?.version).split(".").map(Number);
}

/** Whether `version` is later than another, part by part. */
export function isLater(version: readonly number[], than: readonly number[]): boolean {
  const index = than.findIndex((part, position) => part !== (version[position] ?? 0));
  return index >= 0 && (version[index] ?? 0) > (than[index] ?? 0);
}

/** Errors as Go's driver words them. */
function mysqlMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { errno, sqlState, sqlMessage } = error as { errno?: number; sqlState?: string; sqlMessage?: string };
  if (error.message === "Server does not support secure connection") {
    return "TLS requested but server does not support TLS";
  }
  return sqlMessage === undefined ? error.message : `Error ${errno} (${sqlState}): ${sqlMessage}`;
}
