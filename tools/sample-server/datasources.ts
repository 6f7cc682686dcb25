import { readdirSync } from "node:fs";
import { connect as connectSocket } from "node:net";
import path from "node:path";
import { createConnection } from "mysql2/promise";
import type { Configuration } from "./configuration/configuration";
import type { Datasource } from "./configuration/datasourceFiles";
import type { ServerLog } from "./serverLog";

const source = "org.wso2.carbon.ndatasource.core.DataSourceManager";
const connectMilliseconds = 10_000;

/** Connects to every database once, from the node's own address; false, with an error in the log, where one fails. */
export async function reachDatabases(configuration: Configuration, log: ServerLog): Promise<boolean> {
  const { home, datasources, datasourceReferences, address } = configuration;
  if (!hasDriver(home)) {
    log.error(source, "Unable to load class: com.mysql.jdbc.Driver");
    return false;
  }
  const known = datasources.map(({ jndiName }) => jndiName);
  for (const name of datasourceReferences.filter((each) => !known.includes(each))) {
    log.error(source, `Cannot find the datasource ${name}`);
    return false;
  }
  const failures = await Promise.all(datasources.map((datasource) => failureOf(datasource, address)));
  for (const failure of failures) if (failure !== undefined) log.error(source, failure);
  return failures.every((failure) => failure === undefined);
}

/** It makes no use of one; it shall start with exactly one, as the product does. */
function hasDriver(home: string): boolean {
  const jars = readdirSync(path.join(home, "repository/components/lib"));
  return jars.filter((jar) => /^mysql-connector-java-.*\.jar$/.test(jar)).length === 1;
}

async function failureOf({ name, url, username, password }: Datasource, address: string) {
  // A file database of the node, which this server has no use for.
  if (url.startsWith("jdbc:h2:")) return undefined;
  try {
    const [, host = "", port = "3306", database = "", parameters = ""] =
      /^jdbc:mysql:\/\/([^:/?]+)(?::(\d+))?\/([^?]+)(?:\?(.*))?$/.exec(url) ?? [];
    if (host === "") throw new Error(`${url} is no URL of MySQL`);
    const encrypted = new URLSearchParams(parameters).get("requireSSL") === "true";
    const connection = await createConnection({
      user: username,
      password,
      database,
      connectTimeout: connectMilliseconds,
      stream: () => connectSocket({ host, port: Number(port), localAddress: address }),
      // The product's trust store is a Java key store, which is not read here.
      ...(encrypted ? { ssl: { rejectUnauthorized: false } } : {}),
    });
    await connection.query("SELECT 1");
    await connection.end();
    return undefined;
  } catch (error) {
    return `Error in connecting to the datasource ${name}: ${error instanceof Error ? error.message : error}`;
  }
}
