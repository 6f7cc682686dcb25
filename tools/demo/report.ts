import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { OutputMap } from "@pulumi/pulumi/automation";
import { createConnection, type RowDataPacket } from "mysql2/promise";
import type { MySqlServer } from "../machine/mysqlServer";
import { place } from "./demoFolder";
import type { DemoServers } from "./demoServers";
import { describeFile } from "./homeFiles";

const lineWidth = 110;

/** Prints what the deployment has put where, as the nodes' file systems and MySQL themselves tell it. */
export async function report(
  files: readonly string[],
  { mysql }: DemoServers,
  outputs: OutputMap,
): Promise<void> {
  print("\nWhat is where");
  section("Nodes", place.homes.map(nodeLine));
  section("Files that differ from the distribution: mode, owner, bytes on node1; on node2", fileLines(files));
  section(`MySQL at ${mysql.host}:${mysql.port}`, await databaseLines(mysql));
  section("Outputs of the stack", outputLines(outputs));
}

/** As the node's own log tells it. */
function nodeLine(home: string, index: number): string {
  const log = path.join(home, "repository/logs/wso2carbon.log");
  const text = existsSync(log) ? readFileSync(log, "utf8") : "";
  const role = [...text.matchAll(/Became CEP HA (Active|Passive) Member/g)].at(-1)?.[1]?.toLowerCase();
  const starts = text.split("Starting WSO2 Carbon").length - 1;
  return `node${index + 1}: ${role === undefined ? "not started" : `${role}, started ${starts} times so far`}`;
}

function fileLines(files: readonly string[]): string[] {
  const [home1, home2] = place.homes;
  const width = Math.max(...files.map((file) => file.length));
  return files.map(
    (file) => `${file.padEnd(width)}  ${describeFile(home1, file)}; ${describeFile(home2, file)}`,
  );
}

async function databaseLines(mysql: MySqlServer): Promise<string[]> {
  const { host, port, adminUser: user, adminPassword: password } = mysql;
  const connection = await createConnection({ host, port, user, password });
  const select = async (statement: string) => (await connection.query<RowDataPacket[]>(statement))[0];
  try {
    const databases = await select(
      `SELECT SCHEMA_NAME AS name, DEFAULT_COLLATION_NAME AS collation,
         (SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = SCHEMA_NAME) AS tables
       FROM information_schema.SCHEMATA
       WHERE SCHEMA_NAME NOT IN ('mysql', 'information_schema', 'performance_schema')`,
    );
    const users = await select("SELECT User, Host FROM mysql.user WHERE User <> 'root' ORDER BY User, Host");
    const lines = databases.map(
      ({ name, collation, tables }) => `database ${name}, ${collation}, ${tables} tables`,
    );
    for (const { User, Host } of users) {
      const grants = await select(`SHOW GRANTS FOR ${connection.escape(User)}@${connection.escape(Host)}`);
      const texts = grants.flatMap((grant) => Object.values(grant).map(withoutPasswordHash));
      lines.push(`user ${User}@${Host}`, ...texts.map((text) => `  ${text}`));
    }
    return lines;
  } finally {
    await connection.end();
  }
}

function withoutPasswordHash(grant: unknown): string {
  return String(grant).replace(/ IDENTIFIED BY PASSWORD '[^']*'/, "");
}

/** One line a value; the digests among the details are told by the files above, and what is secret stays so. */
function outputLines({ details, ...outputs }: OutputMap): string[] {
  return [
    ...Object.entries(outputs).flatMap(([name, { value, secret }]) =>
      secret ? [`${name}: secret`] : valueLines(name, value),
    ),
    ...valueLines("details.ports", details?.value.ports),
  ];
}

function valueLines(name: string, value: unknown): string[] {
  if (value === null || typeof value !== "object") return [`${name}: ${value}`];
  if (Array.isArray(value)) return [`${name}: ${value.join(", ")}`];
  const entries = Object.entries(value);
  const [first] = entries;
  if (first !== undefined && typeof first[1] === "object") {
    const areEqual = entries.every(([, entry]) => JSON.stringify(entry) === JSON.stringify(first[1]));
    if (areEqual) return valueLines(`${name} (${entries.map(([key]) => key).join(", ")})`, first[1]);
    return entries.flatMap(([key, entry]) => valueLines(`${name}.${key}`, entry));
  }
  return [
    `${name}:`,
    ...wrapped(entries.map(([key, entry]) => `${key} ${entry}`)).map((line) => `  ${line}`),
  ];
}

/** As many of the texts on a line as fit. */
function wrapped(texts: readonly string[]): string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + text.length < lineWidth) {
      lines[lines.length - 1] = `${last}, ${text}`;
    } else {
      lines.push(text);
    }
  }
  return lines;
}

function section(title: string, lines: readonly string[]): void {
  print(`\n  ${title}`);
  for (const line of lines) print(`    ${line}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
