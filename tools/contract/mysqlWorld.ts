import { type MySqlServer, startMySqlServer } from "../machine/mysqlServer";
import { type MysqlConfiguration, withConnection } from "../plugins/mysql/mysqlConnection";
import type { PropertyMap } from "../plugins/protocol/propertyValue";
import { secret } from "../plugins/protocol/propertyValue";
import type { TranscriptRecorder } from "./transcript";

/** A MySQL server, and an administrator who looks at it and changes it by hand. */
export class MysqlWorld {
  readonly server: MySqlServer;

  private constructor(server: MySqlServer) {
    this.server = server;
  }

  static async start(folder: string, recorder: TranscriptRecorder): Promise<MysqlWorld> {
    const server = await startMySqlServer({ folder });
    recorder.name(String(server.port), "server's port");
    recorder.name(server.adminPassword, "administrator's password");
    return new MysqlWorld(server);
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  /** The provider's arguments. */
  configuration(changes: PropertyMap = {}): PropertyMap {
    const { host, port, adminUser, adminPassword } = this.server;
    return { endpoint: `${host}:${port}`, username: adminUser, password: secret(adminPassword), ...changes };
  }

  /** Runs statements as the administrator; the rows of the last. */
  execute(...statements: string[]): Promise<unknown[][]> {
    const { adminUser: username, adminPassword: password } = this.server;
    return withConnection({ ...this.#login(), username, password }, async (session) => {
      let rows: Record<string, unknown>[] = [];
      for (const sql of statements) rows = await session.execute(sql);
      return rows.map((row) => Object.values(row));
    });
  }

  mayLogIn(username: string, password: string): Promise<boolean> {
    return withConnection({ ...this.#login(), username, password }, async () => true, 0).catch(() => false);
  }

  #login(): Pick<MysqlConfiguration, "endpoint" | "proxy" | "tls"> {
    return { endpoint: `${this.server.host}:${this.server.port}`, proxy: undefined, tls: "false" };
  }
}
