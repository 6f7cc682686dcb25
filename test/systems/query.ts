import { createConnection } from "mysql2/promise";
import type { MySqlServer } from "../../tools/machine/mysqlServer";

/** As the server's administrator. */
export async function query(server: MySqlServer, ...statements: string[]): Promise<unknown[]> {
  const { host: address, port, adminUser, adminPassword } = server;
  const connection = await createConnection({
    host: address,
    port,
    user: adminUser,
    password: adminPassword,
  });
  try {
    const answers = [];
    for (const statement of statements) answers.push((await connection.query(statement))[0]);
    return answers;
  } finally {
    await connection.end();
  }
}
