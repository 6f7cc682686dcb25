import type { DatabaseDescription } from "../description";
import { jdbcParameters } from "../product";
import { base64, type RequestLine } from "./remoteScript";

/** How a node's mysql client logs in, and the product. */
export interface DatabaseLogin {
  host: string;
  port: number;
  username: string;
  password: string;
  tls: boolean;
  /** Whether the JDBC driver asks the server for the key that encrypts a password on its way where TLS does not, or has it. */
  asksForKey: boolean;
}

export function databaseLogin(
  database: DatabaseDescription,
  { username, password }: { username: string; password: string },
): DatabaseLogin {
  const { host, port = 3306 } = database;
  // Where the trust store lies makes no difference to a node's client.
  const parameters = jdbcParameters(database, "");
  // As Connector/J reads it: where the product connects with TLS, the node's client does.
  const isSet = (parameter: string) => /^(true|yes)$/i.test(parameters[parameter] ?? "");
  const tls = isSet("useSSL");
  const asksForKey = isSet("allowPublicKeyRetrieval") || parameters.serverRSAPublicKeyFile !== undefined;
  return { host, port, username, password, tls, asksForKey };
}

/** `KEY HOST PORT USER BASE64-PASSWORD TLS`, as `use_server` of `scripts/mysqlClient.sh` takes it. */
export function loginLine(key: string, login: DatabaseLogin): RequestLine {
  const { host, port, username, password, tls, asksForKey } = login;
  const secrecy = tls ? "yes" : asksForKey ? "key" : "no";
  return [key, host, port, username, base64(password), secrecy];
}
