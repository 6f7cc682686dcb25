import path from "node:path";
import { createConnection, type RowDataPacket } from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AnalyticsDatabases, type DatabaseArgs, GrantMode } from "../../components";
import type { EngineStack, Operation } from "../../tools/machine/engineStack";
import type { MySqlServer } from "../../tools/machine/mysqlServer";
import { sampleProductFolder } from "../support/sampleProduct";
import { HostCommands } from "./hostCommands";
import { type Node, sshOf, Workplace } from "./workplace";

// Everything a password may hold.
const password = `a&b<c>d"e=f#g;h:i%j{k}l ä€`;

const workplace = new Workplace();
const commands = new HostCommands(path.join(workplace.folder, "commands"));
let node: Node;
let mysql: MySqlServer;
let stack: EngineStack;

beforeAll(async () => {
  node = await workplace.startNode("node", { settings: [commands.setting] });
  mysql = await workplace.startMySql();
  stack = await workplace.createStack();
});

afterAll(() => workplace.end());

/** The databases of a deployment of that name; what an earlier update made under another name goes. */
function update(name: string, changes: Partial<DatabaseArgs> = {}): Promise<Operation> {
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
  return stack.up(() => {
    new AnalyticsDatabases(name, {
      product: { profile: "apim-analytics-2.1.0", home: node.home, distribution: sampleProductFolder },
      nodes: [{ address: "10.0.1.10", ssh: sshOf(node.ssh) }, { address: "10.0.2.10" }],
      database,
      allowLoopbackAddresses: true,
    });
  });
}

function namesOf(name: string) {
  return {
    user: `${name}_user`,
    registry: `${name}_reg`,
    eventStore: `${name}_EVENTS`,
    processedData: `${name}_DATA`,
  };
}

async function updated(name: string, changes: Partial<DatabaseArgs> = {}): Promise<Operation> {
  const operation = await update(name, changes);
  expect(operation.failed, operation.output).toBe(false);
  return operation;
}

/** Asks MySQL; as the administrator unless told otherwise. */
async function query(sql: string, user = mysql.adminUser, secret = mysql.adminPassword): Promise<string[]> {
  const connection = await createConnection({ host: mysql.host, port: mysql.port, user, password: secret });
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql);
    return Array.isArray(rows) ? rows.map((row) => Object.values(row).join(" ")) : [];
  } finally {
    await connection.end();
  }
}

async function grantsOf(user: string): Promise<string[]> {
  const grants = await query(`SHOW GRANTS FOR '${user}'@'127.0.0.1'`);
  return grants.map((grant) => grant.replace(/ IDENTIFIED BY .*/, "")).sort();
}

const tableCount = (database: string) =>
  query(`SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '${database}'`);

const users = () => query("SELECT User FROM mysql.user WHERE User <> 'root' ORDER BY User");

describe("the databases", () => {
  const all = namesOf("made");

  it("are made in latin1, with tables by the script for the server's version", async () => {
    const { output } = await updated("made");
    expect(
      await query(
        "SELECT SCHEMA_NAME, DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE 'made%'",
      ),
    ).toEqual(
      Object.values(all)
        .map((name) => `${name} latin1_swedish_ci`)
        .sort(),
    );
    expect(output).toContain("made_user: 8 tables made");
    // Only the script for servers before 5.7 has a zero as default.
    const [created] = await query("SHOW CREATE TABLE made_reg.REG_RESOURCE");
    expect(created).toContain("0000-00-00 00:00:00");
  });

  it("let the product's user in with any password, and into nothing else", async () => {
    expect(await query("SELECT CURRENT_USER()", "wso2", password)).toEqual(["wso2@127.0.0.1"]);
    expect((await query("SHOW DATABASES", "wso2", password)).sort()).toEqual(
      ["information_schema", ...Object.values(all)].sort(),
    );
  });

  it("keep their tables and rows when the scripts run again", async () => {
    await query(
      "INSERT INTO made_user.UM_TENANT (UM_DOMAIN_NAME, UM_CREATED_DATE) VALUES ('kept.example', NOW())",
    );
    const { operations, output } = await updated("made", { password: "another-password" });
    expect(operations["made-schema"]).toBe("update");
    expect(output).toContain("made_user: all 8 tables are there");
    expect(await query("SELECT UM_DOMAIN_NAME FROM made_user.UM_TENANT")).toEqual(["kept.example"]);
    expect(await query("SELECT 1", "wso2", "another-password")).toEqual(["1"]);
  });

  it("have exactly the grants of the mode, whichever mode was there before", async () => {
    const on = (database: string, privileges: string, user: string) =>
      `GRANT ${privileges} ON \`${database.replaceAll("_", "\\_")}\`.* TO '${user}'@'127.0.0.1'`;
    const usage = (user: string) => `GRANT USAGE ON *.* TO '${user}'@'127.0.0.1'`;
    const documented = [
      usage("wso2"),
      ...Object.values(all).map((name) => on(name, "ALL PRIVILEGES", "wso2")),
    ];
    const rows = "SELECT, INSERT, UPDATE, DELETE";
    const least = [
      usage("wso2"),
      on(all.user, rows, "wso2"),
      on(all.registry, rows, "wso2"),
      on(all.eventStore, `${rows}, CREATE, DROP, INDEX`, "wso2"),
      on(all.processedData, `${rows}, CREATE, DROP, INDEX`, "wso2"),
    ];
    expect(await grantsOf("wso2")).toEqual(documented.toSorted());
    await updated("made", {
      grants: GrantMode.Least,
      schema: { username: "wso2schema", password: "schema-password" },
    });
    expect(await grantsOf("wso2")).toEqual(least.toSorted());
    expect(await grantsOf("wso2schema")).toEqual(
      [
        usage("wso2schema"),
        on(all.user, "CREATE, REFERENCES, INDEX, ALTER", "wso2schema"),
        on(all.registry, "CREATE, REFERENCES, INDEX, ALTER", "wso2schema"),
      ].toSorted(),
    );
    await updated("made");
    expect(await grantsOf("wso2")).toEqual(documented.toSorted());
    expect(await users()).toEqual(["wso2"]);
  });

  it("get a renamed user before the old one goes", async () => {
    const { events } = await updated("made", { username: "renamed" });
    const steps = events.flatMap(({ resOutputsEvent: event }) =>
      event?.metadata.type === "mysql:index/user:User" ? [event.metadata.op] : [],
    );
    expect(steps).toEqual(["create", "delete"]);
    expect(await users()).toEqual(["renamed"]);
    expect(await query("SELECT CURRENT_USER()", "renamed", password)).toEqual(["renamed@127.0.0.1"]);
  });

  it("outlive the stack, and are taken over again", async () => {
    const { failed, output } = await stack.destroy();
    expect(failed, output).toBe(false);
    expect(await users()).toEqual([]);
    expect(await query("SELECT UM_DOMAIN_NAME FROM made_user.UM_TENANT")).toEqual(["kept.example"]);

    const { operations } = await updated("made", { adopt: true });
    expect(operations["made-user"]).toBe("import");
    expect(Object.keys((await updated("made")).changes)).toEqual(["same"]);
    expect(await query("SELECT UM_DOMAIN_NAME FROM made_user.UM_TENANT")).toEqual(["kept.example"]);
  });
});

describe("a clear error", () => {
  it("tells of half-made tables and leaves them alone", async () => {
    await query("CREATE DATABASE half_reg CHARACTER SET latin1");
    await query("CREATE TABLE half_reg.REG_PATH (id INT)");
    for (const name of ["half_user", "half_EVENTS", "half_DATA"]) {
      await query(`CREATE DATABASE ${name} CHARACTER SET latin1`);
    }
    const { failed, errors } = await update("half", { adopt: true, username: "half" });
    expect(failed).toBe(true);
    expect(errors[0]).toMatch(/half_reg has 1 of the script's 8 tables .*Drop and create the database/s);
    expect(errors[0]?.split("\n").length).toBeLessThanOrEqual(10);
    expect(await tableCount("half_reg")).toEqual(["1"]);
  });

  it("tells of a node without the mysql client", async () => {
    commands.remove("mysql");
    const { failed, errors, output } = await update("missing", { username: "missing" });
    expect(failed).toBe(true);
    expect(errors[0], output).toMatch(/the command mysql is missing; install it/);
    expect(errors[0]?.split("\n").length).toBeLessThanOrEqual(10);
  });
});
