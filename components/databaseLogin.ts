import type { DatabaseDescription } from "./configuration/description";
import { base64, type RequestLine } from "./remoteScript";

/** How a node's mysql client logs in. */
export interface DatabaseLogin {
  host: string;
  port: number;
  username: string;
  password: string;
  tls: boolean;
}

export function databaseLogin(
  { host, port = 3306, jdbcParameters }: DatabaseDescription,
  { username, password }: { username: string; password: string },
): DatabaseLogin {
  // As Connector/J reads it: where the product connects with TLS, the node's client does.
  return { host, port, username, password, tls: /^(true|yes)$/i.test(jdbcParameters?.useSSL ?? "") };
}

/** `KEY HOST PORT USER BASE64-PASSWORD TLS`, as `use_server` of `remote/mysqlClient.sh` takes it. */
export function loginLine(key: string, login: DatabaseLogin): RequestLine {
  const { host, port, username, password, tls } = login;
  return [key, host, port, username, base64(password), tls ? "yes" : "no"];
}
