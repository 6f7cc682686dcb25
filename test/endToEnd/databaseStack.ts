import path from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { createConnection, type RowDataPacket } from "mysql2/promise";
import { expect } from "vitest";
import { type AnalyticsClusterArgs, AnalyticsDatabases, type DatabaseArgs } from "../../components";
import type { EngineStack, Operation } from "../../tools/machine/engineStack";
import type { MySqlServer } from "../../tools/machine/mysqlServer";
import { sampleProductFolder } from "../support/sampleProduct";
import { HostCommands } from "./hostCommands";
import { type Node, sshOf, Workplace } from "./workplace";

// Everything a password may hold.
export const password = `a&b<c>d"e=f#g;h:i%j{k}l ä€`;

/** The databases of a deployment alone, in a MySQL of the test's own. */
export class DatabaseStack {
  readonly workplace = new Workplace();
  /** Those of the node that makes the tables. */
  readonly commands = new HostCommands(path.join(this.workplace.folder, "commands"));
  private made: { node: Node; mysql: MySqlServer; engine: EngineStack } | undefined;

  async start(): Promise<void> {
    const { workplace, commands } = this;
    const node = await workplace.startNode("node", { settings: [commands.setting] });
    const mysql = await workplace.startMySql();
    this.made = { node, mysql, engine: await workplace.createStack() };
  }

  get engine(): EngineStack {
    return this.parts.engine;
  }

  private get parts() {
    if (this.made === undefined) throw new Error("not started");
    return this.made;
  }

  /** The databases of a deployment of that name; what an earlier update made under another name goes. */
  update(
    name: string,
    changes: Partial<DatabaseArgs> = {},
    more: Partial<AnalyticsClusterArgs> = {},
    options: pulumi.ComponentResourceOptions = {},
  ): Promise<Operation> {
    return this.engine.up(this.program(name, changes, more, options));
  }

  /** The same in a preview alone. */
  preview(name: string, changes: Partial<DatabaseArgs> = {}): Promise<Operation> {
    return this.engine.preview(this.program(name, changes));
  }

  async updated(...update: Parameters<DatabaseStack["update"]>): Promise<Operation> {
    const operation = await this.update(...update);
    expect(operation.failed, operation.output).toBe(false);
    return operation;
  }

  private program(
    name: string,
    changes: Partial<DatabaseArgs>,
    more: Partial<AnalyticsClusterArgs> = {},
    options: pulumi.ComponentResourceOptions = {},
  ): () => unknown {
    const { node, mysql } = this.parts;
    const database: DatabaseArgs = {
      host: mysql.host,
      port: mysql.port,
      username: "wso2",
      password,
      names: namesOf(name),
      clientHosts: ["127.0.0.1"],
      administrator: { username: mysql.adminUser, password: mysql.adminPassword },
      ...changes,
    };
    return () => {
      const args = {
        product: { profile: "apim-analytics-2.1.0", home: node.home, distribution: sampleProductFolder },
        nodes: [{ address: "10.0.1.10", ssh: sshOf(node.ssh) }, { address: "10.0.2.10" }],
        database,
        allowLoopbackAddresses: true,
        ...more,
      };
      const { names } = new AnalyticsDatabases(name, args, options);
      return { names };
    };
  }

  /** Asks MySQL; as the administrator unless told otherwise. */
  async query(sql: string, user?: string, secret?: string): Promise<string[]> {
    const { host, port, adminUser, adminPassword } = this.parts.mysql;
    const connection = await createConnection({
      host,
      port,
      user: user ?? adminUser,
      password: secret ?? adminPassword,
    });
    try {
      const [rows] = await connection.query<RowDataPacket[]>(sql);
      return Array.isArray(rows) ? rows.map((row) => Object.values(row).join(" ")) : [];
    } finally {
      await connection.end();
    }
  }

  async grantsOf(user: string, host = "127.0.0.1"): Promise<string[]> {
    const grants = await this.query(`SHOW GRANTS FOR '${user}'@'${host}'`);
    return grants.map((grant) => grant.replace(/ IDENTIFIED BY .*/, "")).sort();
  }

  tableCount(database: string): Promise<string[]> {
    return this.query(`SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '${database}'`);
  }

  /** All but the administrator, as `user@host`. */
  users(): Promise<string[]> {
    return this.query(
      "SELECT CONCAT(User, '@', Host) FROM mysql.user WHERE User <> 'root' ORDER BY User, Host",
    );
  }

  /** Those whose names begin like this. */
  databases(prefix: string): Promise<string[]> {
    return this.query(
      `SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE '${prefix}%' ORDER BY 1`,
    );
  }

  end(): Promise<void> {
    return this.workplace.end();
  }
}

/** The four databases of a deployment. */
export function namesOf(name: string) {
  return {
    user: `${name}_user`,
    registry: `${name}_reg`,
    eventStore: `${name}_EVENTS`,
    processedData: `${name}_DATA`,
  };
}
