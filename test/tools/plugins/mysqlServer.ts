import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, vi } from "vitest";
import { type MySqlServer, startMySqlServer } from "../../../tools/machine/mysqlServer";
import { type MysqlConfiguration, withConnection } from "../../../tools/plugins/mysql/mysqlConnection";

export interface MysqlFixture {
  server: MySqlServer;
  configuration: MysqlConfiguration;
  /** The rows of a statement run as the administrator, each as its values. */
  query(sql: string): Promise<unknown[][]>;
  /** Whether this user may log in from here with this password. */
  mayLogIn(username: string, password: string): Promise<boolean>;
}

/** One MySQL server for the tests of a file; `mysql()` is there once they run. */
export function useMysqlServer(): () => MysqlFixture {
  let fixture: MysqlFixture | undefined;
  const folder = mkdtempSync(path.join(tmpdir(), "plugins-mysql-"));
  vi.setConfig({ testTimeout: 60_000 });
  beforeAll(async () => {
    const server = await startMySqlServer({ folder });
    const endpoint = `${server.host}:${server.port}`;
    const login = { endpoint, proxy: undefined, tls: "false" as const };
    const configuration = { ...login, username: server.adminUser, password: server.adminPassword };
    const query = (sql: string) =>
      withConnection(configuration, async (session) =>
        (await session.execute(sql)).map((row) => Object.values(row)),
      );
    const mayLogIn = (username: string, password: string) =>
      withConnection({ ...login, username, password }, async () => true, 0).catch(() => false);
    fixture = { server, configuration, query, mayLogIn };
  }, 120_000);
  afterAll(async () => {
    await fixture?.server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    if (fixture === undefined) throw new Error("the MySQL server is not started yet");
    return fixture;
  };
}
