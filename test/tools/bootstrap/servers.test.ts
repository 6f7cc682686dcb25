import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createConnection, type RowDataPacket } from "mysql2/promise";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startMySqlServer } from "../../../tools/machine/mysqlServer";
import { endServer, runningServer } from "../../../tools/machine/serverProcess";
import { type SshServer, startSshServer } from "../../../tools/machine/sshServer";

const limit = 120_000;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "wso2-servers-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

test("an SSH server lets its own key in and keeps its identity over a restart", {
  timeout: limit,
}, async () => {
  const first = await startSshServer({ folder });
  expect(ssh(first, "echo hello")).toBe("hello\n");
  await first.stop();
  const second = await startSshServer({ folder });
  expect(second.hostKey).toBe(first.hostKey);
  expect(ssh(second, "echo again")).toBe("again\n");
  await second.stop();
});

test("two hosts have different keys, and one's is refused by the other", { timeout: limit }, async () => {
  const [one, other] = await Promise.all(
    ["one", "other"].map((name) => startSshServer({ folder: path.join(folder, name) })),
  );
  if (one === undefined || other === undefined) throw new Error("both servers were started");
  expect(one.hostKey).not.toBe(other.hostKey);
  expect(() => ssh({ ...one, privateKeyFile: other.privateKeyFile }, "true")).toThrow(/Permission denied/);
  await Promise.all([one.stop(), other.stop()]);
});

test("a stopped SSH server ends the sessions it served", { timeout: limit }, async () => {
  const server = await startSshServer({ folder });
  const session = spawn("ssh", [...sshArguments(server), "echo begun; exec sleep 1000"]);
  await new Promise((resolve) => session.stdout.once("data", resolve));
  const ended = new Promise((resolve) => session.on("exit", resolve));
  await server.stop();
  expect(await ended).not.toBe(0);
});

test("MySQL has the administrator's account alone, and its data outlive a restart", {
  timeout: limit,
}, async () => {
  const first = await startMySqlServer({ folder });
  expect(await select(first, "SELECT User, Host FROM mysql.user")).toEqual([
    { User: "root", Host: "127.0.0.1" },
  ]);
  await select(first, "CREATE DATABASE kept");
  await first.stop();
  const second = await startMySqlServer({ folder });
  expect(await select(second, "SHOW DATABASES LIKE 'kept'")).toHaveLength(1);
  await second.stop();
});

test("a recorded id that belongs to another process by now is left alone", { timeout: limit }, async () => {
  const other = spawn("sleep", ["1000"]);
  writeFileSync(path.join(folder, "pid"), `${other.pid}\n`);
  expect(runningServer(folder)).toBeUndefined();
  await endServer(folder);
  expect(other.kill(0)).toBe(true);
  other.kill();
});

test("a server that does not start says why", { timeout: limit }, async () => {
  await expect(startSshServer({ folder, settings: ["NoSuchSetting yes"] })).rejects.toThrow(/NoSuchSetting/);
});

function sshArguments(server: SshServer): string[] {
  const { privateKeyFile, knownHostsFile, port, user, host } = server;
  const batch = ["-F", "none", "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes"];
  return [
    ...batch,
    "-o",
    `UserKnownHostsFile=${knownHostsFile}`,
    "-i",
    privateKeyFile,
    "-p",
    String(port),
    `${user}@${host}`,
  ];
}

function ssh(server: SshServer, command: string): string {
  return execFileSync("ssh", [...sshArguments(server), command], { encoding: "utf8", stdio: "pipe" });
}

async function select(server: Awaited<ReturnType<typeof startMySqlServer>>, statement: string) {
  const { host, port, adminUser: user, adminPassword: password } = server;
  const connection = await createConnection({ host, port, user, password });
  try {
    const [rows] = await connection.query<RowDataPacket[]>(statement);
    return rows;
  } finally {
    await connection.end();
  }
}
