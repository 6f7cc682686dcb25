import { readdirSync } from "node:fs";
import { connect as connectSocket } from "node:net";
import path from "node:path";
import { createConnection } from "mysql2/promise";
import type { Configuration } from "./configuration/configuration";
import type { Datasource } from "./configuration/datasourceFiles";
import { databaseUsers } from "./databaseUsers";
import { sqlException } from "./javaException";
import type { ServerLog } from "./serverLog";

const source = "org.wso2.carbon.ndatasource.core.DataSourceManager";
const connectMilliseconds = 10_000;

/**
 * Connects to every database once, from the node's own address, and checks that its tables can be written to. False where
 * that fails, with an error in the log of the component that starts first of those that need it.
 */
export async function reachDatabases(configuration: Configuration, log: ServerLog): Promise<boolean> {
  const { home, datasources, userManagerDatasources, registryDatasources, address } = configuration;
  if (!hasDriver(home)) {
    log.error(source, "Unable to load class: com.mysql.jdbc.Driver");
    return false;
  }
  const known = datasources.map(({ jndiName }) => jndiName);
  const references = [...userManagerDatasources, ...registryDatasources];
  for (const name of references.filter((each) => !known.includes(each))) {
    log.error(source, `Cannot find the datasource ${name}`);
    return false;
  }
  const attempts = databaseUsers.flatMap((user) =>
    datasources
      .filter((datasource) => databaseUsers.find((each) => each.uses(datasource, configuration)) === user)
      .map(async (datasource) => {
        const error = await problemOf(datasource, address, user.tables);
        return error === undefined ? undefined : () => user.fail(log, datasource, sqlException(error));
      }),
  );
  const fail = (await Promise.all(attempts)).find((each) => each !== undefined);
  fail?.();
  return fail === undefined;
}

/** It makes no use of one; it shall start with exactly one, as the product does. */
function hasDriver(home: string): boolean {
  const jars = readdirSync(path.join(home, "repository/components/lib"));
  return jars.filter((jar) => /^mysql-connector-java-.*\.jar$/.test(jar)).length === 1;
}

async function problemOf(datasource: Datasource, address: string, tables: readonly string[]) {
  // A file database of the node, which this server has no use for.
  if (datasource.url.startsWith("jdbc:h2:")) return undefined;
  try {
    const connection = await connect(datasource, address);
    try {
      await connection.query("SELECT 1");
      // MySQL checks the rights and that the table is there; no row is written.
      for (const table of tables) {
        await connection.query(`INSERT INTO ${table} SELECT * FROM ${table} WHERE FALSE`);
      }
    } finally {
      await connection.end();
    }
    return undefined;
  } catch (error) {
    return error;
  }
}

function connect({ url, username, password }: Datasource, address: string) {
  const [, host = "", port = "3306", database = "", parameters = ""] =
    /^jdbc:mysql:\/\/([^:/?]+)(?::(\d+))?\/([^?]+)(?:\?(.*))?$/.exec(url) ?? [];
  if (host === "") throw new Error(`${url} is no URL of MySQL`);
  const encrypted = new URLSearchParams(parameters).get("requireSSL") === "true";
  return createConnection({
    user: username,
    password,
    database,
    connectTimeout: connectMilliseconds,
    stream: () => connectSocket({ host, port: Number(port), localAddress: address }),
    // The product's trust store is a Java key store, which is not read here.
    ...(encrypted ? { ssl: { rejectUnauthorized: false } } : {}),
  });
}
