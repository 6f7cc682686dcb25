import { isIP } from "node:net";
import * as tls from "node:tls";
import type { Connection, ConnectionOptions } from "mysql2";
import { formatProblem, type Problem, ProblemCode } from "../description";
import { connectThroughProxy } from "./proxyConnection";

/** The way of the MySQL plugin to the server. */
export interface AdministratorLogin {
  host: string;
  port: number;
  username: string;
  password: string;
  tls: string;
  /** `socks5://...` or `socks5h://...`; a login may stand in it. */
  proxy: string | undefined;
}

/** Milliseconds between two attempts at a server that does not answer. */
const pause = 500;

/**
 * Those of the MySQL plugin's own TLS library, which knows no other key exchange; the strength of certificates is left to the plugin.
 * (Measured: MySQL 8.0.15 offers none of them, and Node would log in.)
 */
const ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE+AES:@SECLEVEL=0";

/**
 * Logs in as the MySQL plugin will, which itself would try for five minutes without a word.
 *
 * @param seconds for which a server that does not answer is tried; a login that is refused is not tried again
 * @returns the reason why MySQL cannot be changed with this login. Undefined if it can, or if only the plugin can tell
 */
export async function loginFailure(login: AdministratorLogin, seconds: number): Promise<string | undefined> {
  if (!canTry(login)) return undefined;
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const error = await tryLogin(login, () => Math.max(end - performance.now(), 1));
    if (error === undefined) return undefined;
    const problem = problemIn(error, login, seconds);
    if (isFinal(error) || performance.now() + pause >= end) return formatProblem(problem);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** If Node can go the same way as the plugin. Nothing is sent to a server that the plugin would not trust. */
function canTry({ host, tls: mode, proxy }: AdministratorLogin): boolean {
  const { ALL_PROXY, all_proxy } = process.env;
  // The plugin goes through that one too, even to the proxy that is given.
  if (ALL_PROXY || all_proxy) return false;
  // mysql2 3.24 compares the certificate with "localhost" where the host is an address.
  if (mode === "true") return isIP(host) === 0 && systemAuthorities() !== undefined;
  return proxy === undefined || URL.canParse(proxy);
}

/** Undefined on a Node before 22.15, which cannot read them. */
function systemAuthorities(): string[] | undefined {
  return "getCACertificates" in tls ? tls.getCACertificates("system") : undefined;
}

interface LoginError {
  message: string;
  code?: string;
  /** Of MySQL's own errors. */
  sqlMessage?: string;
  errno?: number;
}

/** @param left milliseconds of the limit */
async function tryLogin(login: AdministratorLogin, left: () => number): Promise<LoginError | undefined> {
  try {
    const connection = await connect(login, left);
    try {
      await logIn(connection, left());
    } finally {
      connection.destroy();
    }
    return undefined;
  } catch (error) {
    return error as LoginError;
  }
}

async function connect(login: AdministratorLogin, left: () => number): Promise<Connection> {
  const { host, port, username: user, password, proxy } = login;
  const { createConnection } = await import("mysql2");
  const stream = proxy === undefined ? undefined : await connectThroughProxy(proxy, { host, port }, left());
  const ssl = sslOptions(login.tls);
  const options: ConnectionOptions = { host, port, user, password, stream, connectTimeout: left() };
  return createConnection(ssl === undefined ? options : { ...options, ssl });
}

function sslOptions(mode: string): ConnectionOptions["ssl"] {
  const common = { ciphers, minVersion: "TLSv1.2" } as const;
  if (mode === "skip-verify") return { ...common, rejectUnauthorized: false };
  if (mode !== "true") return undefined;
  const ca = [...(systemAuthorities() ?? []), ...tls.rootCertificates].join("\n");
  return { ...common, ca, rejectUnauthorized: true, verifyIdentity: true };
}

function logIn(connection: Connection, limit: number): Promise<void> {
  return new Promise((resolve, reject) => {
    // mysql2's own limit ends with the first packet of the server.
    const timer = setTimeout(() => reject(new Error("the server is silent")), limit);
    connection.on("error", reject);
    connection.connect((error) => {
      clearTimeout(timer);
      if (error) reject(error);
      else connection.end(() => resolve());
    });
  });
}

/** If another attempt would end alike. A server out of connections (1040) may have one soon. */
function isFinal(error: LoginError): boolean {
  return isTlsError(error.code) || (isRefusal(error) && error.errno !== 1040);
}

function isRefusal({ code, sqlMessage }: LoginError): boolean {
  return sqlMessage !== undefined || isUnknownMethod(code);
}

/** A kind of login that the plugin does not know either, such as a password in the clear. */
function isUnknownMethod(code: string | undefined): boolean {
  return code === "AUTH_SWITCH_PLUGIN_ERROR" || code === "MYSQL_CLEAR_PASSWORD_NOT_ENABLED";
}

function isTlsError(code: string | undefined): boolean {
  return code === "HANDSHAKE_NO_SSL_SUPPORT" || code === "HANDSHAKE_SSL_ERROR";
}

function problemIn(error: LoginError, login: AdministratorLogin, seconds: number): Problem {
  const { host, port, proxy } = login;
  const way = proxy === undefined ? "" : ` through the proxy ${new URL(proxy).host}`;
  const server = `MySQL at ${isIP(host) === 6 ? `[${host}]` : host}:${port}${way}`;
  const unchanged = "Nothing was changed in MySQL";
  if (isTlsError(error.code)) {
    return {
      place: "database.administrator.tls",
      code: ProblemCode.DatabaseTls,
      problem: `${server} and this machine do not agree on TLS (${error.message})`,
      remedy: `correct the server's TLS or this argument (docs/troubleshooting.md). ${unchanged}`,
    };
  }
  if (isRefusal(error)) {
    const reason = isUnknownMethod(error.code)
      ? "it asks for a kind of login that Pulumi's MySQL plugin does not know"
      : error.message;
    return {
      place: "database.administrator",
      code: ProblemCode.RefusedLogin,
      problem: `${server} refuses the login (${reason})`,
      remedy: `correct the username and password, or let this user in from the machine that runs Pulumi. ${unchanged}`,
    };
  }
  return {
    place: "database.administrator",
    code: ProblemCode.UnreachableDatabase,
    problem: `${server} cannot be reached from here: no login within ${seconds} s (${error.message})`,
    remedy: `correct host, port and proxy, or open the way from the machine that runs Pulumi. ${unchanged}`,
  };
}
