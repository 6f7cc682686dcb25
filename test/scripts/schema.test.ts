import {
  accessSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { createConnection } from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { schemaRequest } from "../../components/databases/schemaRequest";
import { schemaNames } from "../../components/databases/schemaScript";
import {
  base64,
  RemoteScript,
  type RequestLine,
  scriptWithRequest,
} from "../../components/node/remoteScript";
import { type MySqlServer, startMySqlServer } from "../../tools/machine/mysqlServer";
import { sampleProductFolder, smallestDescription } from "../support/sampleProduct";
import { commandInstead, finished, pausedCommand, runShell, startShell } from "./nodeShell";
import { shells } from "./stagedFiles";

const scriptOf = (name: string) => readFileSync(path.join(sampleProductFolder, "dbscripts", name), "latin1");
const older = scriptOf("mysql.sql");
const newer = scriptOf("mysql5.7.sql");
const tables = schemaNames(older).filter((name) => !name.includes("."));
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

interface Login {
  server: { host: string; port: number };
  secret?: string;
  tls?: "yes" | "no";
}

function request(
  database: string,
  login: Partial<Login> = {},
  before57 = older,
  variant = "before-5.7",
): string {
  const { server: { host, port } = server, secret = password, tls = "no" } = login;
  const line = (variant: string, sql: string): RequestLine => [
    "script",
    database,
    variant,
    schemaNames(sql).join(","),
    base64(sql, "latin1"),
  ];
  return scriptWithRequest(RemoteScript.Schema, [
    ["login", host, port, "wso2", base64(secret), tls],
    line(variant, before57),
    line("from-5.7", newer),
  ]);
}

describe.each(shells)("the tables, in %s,", (shell) => {
  const answered = "version=5.6.24\nmax_connections=151\n";

  it("are made once, by the script for the server's version, with any password", async () => {
    const database = `${shell}_made`;
    await makeDatabase(database);
    const first = await runShell(shell, request(database));
    expect(first.output).toBe(`${answered}${database}: ${tables.length} tables made\n`);
    expect(await tablesOf(database)).toBe(tables.length);
    const second = await runShell(shell, request(database));
    const there = `${answered}${database}: all ${tables.length} tables are there\n`;
    expect(second).toEqual({ code: 0, output: there });
  });

  it("are made by a script with zero timestamps where the server refuses these, and its modes stay", async () => {
    const database = `${shell}_zero`;
    await makeDatabase(database);
    const strict = "STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,NO_ENGINE_SUBSTITUTION";
    await administer((query) => query(`SET GLOBAL sql_mode = '${strict}'`));
    try {
      const refused = await runShell(shell, request(database));
      expect(refused.output).toContain("Invalid default value for 'REG_LOGGED_TIME'");
      await administer((query) => query(`DROP DATABASE ${database}`));
      await makeDatabase(database);
      const { output } = await runShell(shell, request(database, {}, older, "zero-dates"));
      expect(output).toBe(`${answered}${database}: ${tables.length} tables made\n`);
      await administer<{ mode: string }>(async (query) => {
        expect((await query("SELECT @@GLOBAL.sql_mode AS mode"))[0]?.mode).toBe(strict);
      });
    } finally {
      await administer((query) => query("SET GLOBAL sql_mode = 'NO_ENGINE_SUBSTITUTION'"));
    }
  });

  it("are reported and left alone when some are missing", async () => {
    const database = `${shell}_half`;
    await makeDatabase(database);
    await administer((query) => query(`CREATE TABLE ${database}.${tables[0]} (id INT)`));
    const { code, output } = await runShell(shell, request(database));
    expect(code).toBe(1);
    expect(output).toContain(`${database} has 1 of the script's ${tables.length} tables`);
    expect(output).toMatch(new RegExp(`\\(missing: ${tables[1]},.* and \\d+ more\\)`));
    expect(output).toContain("drop and create the database");
    expect(await tablesOf(database)).toBe(1);
  });

  it.each([
    ["index", "CREATE INDEX INDEX_UM_USERNAME", "UM_USER.INDEX_UM_USERNAME"],
    ["foreign key", "ALTER TABLE REG_RESOURCE", "REG_RESOURCE.REG_RESOURCE_FK_BY_PATH_ID"],
  ])("are reported when only an %s is missing", async (kind, statement, name) => {
    const database = `${shell}_no_${kind.replace(" ", "_")}`;
    await makeDatabase(database);
    const without = older.replace(new RegExp(`${statement}[^;]*;`), "");
    await runShell(shell, request(database, {}, without));
    const { code, output } = await runShell(shell, request(database));
    expect(code).toBe(1);
    expect(output).toContain(
      `has 8 of the script's 8 tables and 3 of its 4 indexes (missing: ${name}); it has those of another version`,
    );
  });

  it("are there with a foreign key for which MySQL needs no index of its own", async () => {
    const database = `${shell}_keys`;
    await makeDatabase(database);
    const script = `CREATE TABLE P (x INT PRIMARY KEY); CREATE TABLE C (x INT); CREATE INDEX I ON C (x);
      ALTER TABLE C ADD CONSTRAINT F FOREIGN KEY (x) REFERENCES P (x);`;
    const made = await runShell(shell, request(database, {}, script));
    expect(made.output).toBe(`${answered}${database}: 2 tables made\n`);
    const again = await runShell(shell, request(database, {}, script));
    expect(again.output).toBe(`${answered}${database}: all 2 tables are there\n`);
  });

  it("leave other tables in the database alone", async () => {
    const database = `${shell}_shared`;
    await makeDatabase(database);
    await administer((query) => query(`CREATE TABLE ${database}.of_somebody (id INT)`));
    expect((await runShell(shell, request(database))).code).toBe(0);
    expect(await tablesOf(database)).toBe(tables.length + 1);
  });

  it("include those of the distribution's further scripts", async () => {
    const names = { user: `${shell}_users`, registry: `${shell}_registry` };
    for (const name of Object.values(names)) await makeDatabase(name);
    const script = await schemaRequest({
      ...smallestDescription,
      product: { ...smallestDescription.product, distribution: sampleProductFolder },
      database: {
        host: server.host,
        port: server.port,
        username: "wso2",
        password,
        names,
        schema: { furtherScripts: [{ path: "dbscripts/identity/mysql-5.7.sql", database: "user" }] },
      },
    });
    const made = `${names.user}: 8 tables made\n${names.registry}: 8 tables made\n${names.user}: 1 tables made\n`;
    expect((await runShell(shell, script)).output).toBe(answered + made);
    expect(await tablesOf(names.user)).toBe(tables.length + 1);
    expect((await runShell(shell, script)).output).toBe(
      answered + made.replace(/(\d) tables made/g, "all $1 tables are there"),
    );
  });

  it.each([
    ["5.5.68-MariaDB", older],
    ["5.6.51-log", older],
    ["5.7.44", newer],
    ["8.4.3", newer],
    ["10.11.6-MariaDB-0+deb12u1", newer],
  ])("are made on a server %s by the script for it", async (version, sql) => {
    const ran = path.join(mkdtempSync(path.join(folder, "client-")), "ran.sql");
    const environment = clientOf(version, schemaNames(sql), ran);
    const { code, output } = await runShell(shell, request("any"), { environment });
    expect(output).toBe(`version=${version}\nmax_connections=151\nany: 8 tables made\n`);
    expect(code).toBe(0);
    expect(readFileSync(ran, "latin1")).toBe(sql);
  });
});

describe.each(shells)("the client's options, in %s,", (shell) => {
  it.each([
    ["yes", "with TLS", ["loose-skip-ssl-verify-server-cert", "loose-ssl"]],
    ["no", "as the client does of its own accord", ["loose-skip-ssl-verify-server-cert"]],
  ] as const)("where the request says %s, connect %s", async (tls, _, lines) => {
    const shown = path.join(mkdtempSync(path.join(folder, "options-")), "options");
    // The password's line stays in the client.
    const environment = commandInstead("mysql", `grep -v '^password=' /dev/fd/3 >${shown}; exit 1\n`);
    await runShell(shell, request("any", { tls }), { environment });
    const options = readFileSync(shown, "utf8").split("\n");
    expect(options).toContain(`port=${server.port}`);
    expect(options.filter((line) => line.includes("ssl"))).toEqual(lines);
  });

  it("encrypt the connection where the JDBC parameters ask for it", async () => {
    const database = { host: "db.internal", username: "wso2", password };
    const product = { ...smallestDescription.product, distribution: sampleProductFolder };
    const tlsOf = async (jdbcParameters?: Record<string, string>) => {
      const script = await schemaRequest({
        ...smallestDescription,
        product,
        database: { ...database, jdbcParameters },
      });
      return /^login db\.internal 3306 wso2 \S+ (\S+)$/m.exec(script)?.[1];
    };
    expect(await tlsOf({ useSSL: "true" })).toBe("yes");
    expect(await tlsOf({ useSSL: "false" })).toBe("no");
    expect(await tlsOf()).toBe("no");
  });
});

/** A client whose server has that version and has these tables and indexes as soon as a script has run. */
function clientOf(version: string, names: readonly string[], ran: string): NodeJS.ProcessEnv {
  const columns = names.map((name) => name.replace(".", "\\t"));
  return commandInstead(
    "mysql",
    `sql=$(cat && echo x)
    case $sql in
      *'VERSION()'*) printf '${version}\\t151\\n' ;;
      *information_schema*) [ ! -e ${ran} ] || printf '${columns.join("\\n")}\\n' ;;
      *) [ ! -e ${ran} ] && printf '%s' "\${sql%x}" >${ran} ;;
    esac
    `,
  );
}

describe.each(shells)("a clear error, in %s,", (shell) => {
  it("says that the login failed, and never with which password", async () => {
    const { code, output } = await runShell(shell, request("any", { secret: "other-secret" }));
    expect(code).toBe(1);
    expect(output).toMatch(
      /wso2 cannot log in to MySQL at 127\.0\.0\.1:\d+ from here: ERROR .*Access denied/,
    );
    expect(output).not.toContain("other-secret");
  });

  it("says that the database is not there", async () => {
    const { code, output } = await runShell(shell, request("absent"));
    expect(code).toBe(1);
    expect(output).toMatch(/script failed in absent: ERROR .*Access denied/);
  });

  it("says what the server says to a statement that fails", async () => {
    const database = `${shell}_failing`;
    await makeDatabase(database);
    const script = "CREATE TABLE A (x INT);\nCREATE TABLE B (x NO_TYPE);\n";
    const { code, output } = await runShell(shell, request(database, {}, script));
    expect(code).toBe(1);
    expect(output).toMatch(/script failed in \w+: ERROR 1064 \(42000\) at line 2: You have an error/);
  });

  it.each([
    [
      "ERROR 1130 (HY000): Host 'x' is not allowed to connect",
      "see that database.clientHosts names this node",
    ],
    ["ERROR 2002 (HY000): Can't connect to server", "see that MySQL runs and its port is open"],
    ["ERROR 2026 (HY000): TLS/SSL error: unsupported protocol", "cannot agree on TLS"],
    ["ERROR 2059 (HY000): Plugin x could not be loaded", "does not know this user's way to log in"],
    ["ERROR 1040 (HY000): Too many connections", "see that MySQL lets this user in"],
  ])("says what to do about %s: %s", async (error, remedy) => {
    const environment = commandInstead(
      "mysql",
      `echo "mysql: [Warning] old option" >&2; echo "${error}" >&2; exit 1\n`,
    );
    const { output } = await runShell(shell, request("any"), { environment });
    expect(output).toContain(`from here: ${error}; `);
    expect(output).toContain(remedy);
  });

  it("says what the client says where that is no server's error", async () => {
    const said = "mysql: [Warning] old option\nmysql: cannot load a library";
    const environment = commandInstead("mysql", `echo "${said}" >&2; exit 1\n`);
    const { output } = await runShell(shell, request("any"), { environment });
    expect(output).toContain("from here: mysql: cannot load a library;");
  });

  it("says that the mysql client is missing", async () => {
    const programs = path.join(folder, `programs-${shell}`);
    mkdirSync(programs);
    for (const name of ["awk", "base64", "mktemp", "rm", "uname"]) {
      symlinkSync(`/usr/bin/${name}`, path.join(programs, name));
    }
    const { code, output } = await runShell(shell, `PATH='${programs}'\n${request("any")}`);
    expect(code).toBe(1);
    expect(output).toMatch(/the command mysql is missing; install it/);
  });
});

describe.each(shells)("the password, in %s,", (shell) => {
  it("is on no command line and in no environment", async () => {
    const pause = pausedCommand("mysql");
    const database = `${shell}_secret`;
    await makeDatabase(database);
    const running = runShell(shell, request(database), pause);
    await pause.reached();
    const seen = everyProcess();
    pause.release();
    expect((await running).code).toBe(0);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.join("\n")).not.toContain("i%j{k}l");
    expect(seen.join("\n")).not.toContain(base64(password));
  });

  it.skipIf(!hasMemoryFolder())("is in no file on disk, however long the request", async () => {
    const pause = pausedCommand("mysql");
    const long = `${older}\n-- ${"x".repeat(200_000)}\n`;
    const child = startShell(shell, request("any", { secret: "other-secret" }, long), pause);
    const end = finished(child);
    await pause.reached();
    const open = readdirSync(`/proc/${child.pid}/fd`).map((number) =>
      readlinkSync(`/proc/${child.pid}/fd/${number}`),
    );
    pause.release();
    await end;
    expect(open.length).toBeGreaterThan(2);
    expect(open.filter((file) => file.startsWith("/") && !/^\/dev\//.test(file))).toEqual([]);
  });
});

function hasMemoryFolder(): boolean {
  try {
    accessSync("/dev/shm", constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

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
