import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { createConnection } from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { schemaTables } from "../../components/configuration/schemaScript";
import { base64, RemoteScript, type RequestLine, scriptWithRequest } from "../../components/remoteScript";
import { type MySqlServer, startMySqlServer } from "../../tools/machine/mysqlServer";
import { pausedCommand, runShell } from "./nodeShell";

const dbscripts = path.resolve(__dirname, "../../tools/sample-product/dbscripts");
const script = (name: string) => readFileSync(path.join(dbscripts, name), "latin1");
const tables = schemaTables(script("mysql.sql"));
// Everything a password may hold.
const password = `a&b<c>d"e=f#g;h:i%j{k}l ü€`;

let folder: string;
let server: MySqlServer;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "schema-"));
  server = await startMySqlServer({ folder });
});

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function administer<T>(
  work: (query: (sql: string) => Promise<T[]>) => Promise<unknown>,
): Promise<void> {
  const { host, port, adminUser: user, adminPassword } = server;
  const connection = await createConnection({ host, port, user, password: adminPassword });
  try {
    await work(async (sql) => (await connection.query(sql))[0] as T[]);
  } finally {
    await connection.end();
  }
}

/** A database of its own for each test, and a user that may do everything in it. */
async function makeDatabase(name: string): Promise<void> {
  await administer(async (query) => {
    await query(`CREATE DATABASE ${name} CHARACTER SET latin1`);
    await query(`GRANT ALL ON ${name}.* TO 'wso2'@'127.0.0.1' IDENTIFIED BY '${password}'`);
  });
}

async function tablesOf(database: string): Promise<number> {
  let count = 0;
  await administer<{ count: number }>(async (query) => {
    const sql = `SELECT COUNT(*) AS count FROM information_schema.tables WHERE table_schema = '${database}'`;
    count = (await query(sql))[0]?.count ?? -1;
  });
  return count;
}

function request(database: string, secret = password): string {
  const line = (variant: string, name: string): RequestLine => [
    "script",
    database,
    variant,
    schemaTables(script(name)).join(","),
    base64(script(name), "latin1"),
  ];
  return scriptWithRequest(RemoteScript.Schema, [
    ["login", server.host, server.port, "wso2", base64(secret)],
    line("before-5.7", "mysql.sql"),
    line("from-5.7", "mysql5.7.sql"),
  ]);
}

describe("the tables", () => {
  it("are made once, by the script for the server's version, with any password", async () => {
    await makeDatabase("made");
    const first = await runShell("sh", request("made"));
    expect(first.output).toBe(`version=5.6.24\nmax_connections=151\nmade: ${tables.length} tables made\n`);
    expect(await tablesOf("made")).toBe(tables.length);
    const second = await runShell("sh", request("made"));
    expect(second).toEqual({
      code: 0,
      output: `version=5.6.24\nmax_connections=151\nmade: all ${tables.length} tables are there\n`,
    });
  });

  it("are reported and left alone when some are missing", async () => {
    await makeDatabase("half");
    await administer((query) => query(`CREATE TABLE half.${tables[0]} (id INT)`));
    const { code, output } = await runShell("sh", request("half"));
    expect(code).toBe(1);
    expect(output).toContain(`half has 1 of the script's ${tables.length} tables (missing: ${tables[1]}`);
    expect(output).toContain("Drop and create the database");
    expect(await tablesOf("half")).toBe(1);
  });

  it("leave other tables in the database alone", async () => {
    await makeDatabase("shared");
    await administer((query) => query("CREATE TABLE shared.of_somebody (id INT)"));
    expect((await runShell("sh", request("shared"))).code).toBe(0);
    expect(await tablesOf("shared")).toBe(tables.length + 1);
  });
});

describe("a clear error", () => {
  it("says that the login failed, and never with which password", async () => {
    const { code, output } = await runShell("sh", request("made", "other-secret"));
    expect(code).toBe(1);
    expect(output).toMatch(/wso2 cannot log in to MySQL at 127\.0\.0\.1:\d+ from here: .*Access denied/);
    expect(output).not.toContain("other-secret");
  });

  it("says that the database is not there", async () => {
    const { code, output } = await runShell("sh", request("absent"));
    expect(code).toBe(1);
    expect(output).toMatch(/script failed in absent: .*Access denied/);
  });

  it("says that the mysql client is missing", async () => {
    const programs = path.join(folder, "programs");
    mkdirSync(programs);
    for (const name of ["awk", "base64", "mktemp", "rm", "uname"]) {
      symlinkSync(`/usr/bin/${name}`, path.join(programs, name));
    }
    const { code, output } = await runShell("sh", `PATH='${programs}'\n${request("made")}`);
    expect(code).toBe(1);
    expect(output).toMatch(/the command mysql is missing; install it/);
  });
});

it("keeps the password off the client's command line, environment and disk", async () => {
  const pause = pausedCommand("mysql");
  const running = runShell("sh", `PATH='${pause.environment.PATH}'\n${request("made")}`);
  await pause.reached();
  const seen = everyProcess();
  pause.release();
  expect((await running).code).toBe(0);
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.join("\n")).not.toContain("i%j{k}l");
  expect(seen.join("\n")).not.toContain(base64(password));
});

/** Command lines and environments of everything that runs, as far as they can be read. */
function everyProcess(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) =>
      ["cmdline", "environ"].map((file) => {
        try {
          return readFileSync(`/proc/${pid}/${file}`, "utf8");
        } catch {
          return "";
        }
      }),
    );
}
