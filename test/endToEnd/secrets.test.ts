import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, expect, it } from "vitest";
import { AnalyticsCluster, type AnalyticsClusterArgs, GrantMode } from "../../components";
import type { MySqlServer } from "../../tools/machine/mysqlServer";
import type { EngineStack, Operation } from "./engineStack";
import { secretForms } from "./secretForms";
import { clusterOn, type Node, Workplace } from "./workplace";

const workplace = new Workplace();
const temporaryFiles = path.join(workplace.folder, "temporary-files-of-sessions");
let nodes: [Node, Node];
let mysql: MySqlServer;
let stack: EngineStack;

// Each occurs nowhere but where the secret went, also where XML or SQL escapes what stands around it.
const marked = () => randomBytes(12).toString("hex");
const secrets = { runtime: marked(), schema: marked(), group: marked(), svn: marked(), override: marked() };
const withMetacharacters = (secret: string) => `&<${secret}>"%;ä`;

beforeAll(async () => {
  mkdirSync(temporaryFiles);
  const settings = [`SetEnv TMPDIR=${temporaryFiles}`];
  nodes = [
    await workplace.startNode("node1", { address: "127.0.0.2", settings }),
    await workplace.startNode("node2", { address: "127.0.0.3", settings }),
  ];
  mysql = await workplace.startMySql();
  stack = await workplace.createStack();
});

afterAll(() => workplace.end());

function update(svnPassword: string): Promise<Operation> {
  const description: AnalyticsClusterArgs = {
    ...clusterOn(nodes),
    database: {
      host: mysql.host,
      port: mysql.port,
      username: "wso2analytics",
      password: withMetacharacters(secrets.runtime),
      clientHosts: ["127.0.0.1"],
      grants: GrantMode.Least,
      schema: { username: "wso2schema", password: withMetacharacters(secrets.schema) },
      administrator: { username: mysql.adminUser, password: mysql.adminPassword },
    },
    clustering: { groupPassword: withMetacharacters(secrets.group) },
    deploymentSynchronizer: { svnUrl: "https://svn.internal/", svnUser: "svn", svnPassword },
    overrides: [
      {
        file: "repository/conf/log4j.properties",
        path: "log4j.appender.secret",
        value: secrets.override,
        secret: true,
      },
    ],
  };
  return stack.up(() => {
    const { files, connection } = new AnalyticsCluster("analytics", description);
    return { files, connection };
  });
}

/** Everything that must not show, in all forms. */
function forms(): string[] {
  const keys = nodes.map(({ ssh }) => ssh.privateKey.split("\n")[2] ?? "");
  return [...Object.values(secrets), mysql.adminPassword, ...keys].flatMap(secretForms);
}

function expectNoSecretIn(text: string): void {
  expect(forms().filter((form) => text.includes(form))).toEqual([]);
}

/** Looks at all processes while `work` runs. @returns what was found of these texts */
async function seenInProcesses<T>(texts: string[], work: () => Promise<T>): Promise<[T, string[]]> {
  const watch = new Worker(path.join(__dirname, "processScan.cjs"), { workerData: texts });
  await once(watch, "message");
  const result = await work();
  watch.postMessage("end");
  const [{ found }] = await once(watch, "message");
  return [result, found];
}

it("no secret shows in a process, the state, the log, an output or a file that others can read", async () => {
  const decoy = marked();
  const [{ failed, output, events }, found] = await seenInProcesses([...forms(), decoy], async () => {
    const operation = await update(withMetacharacters(secrets.svn));
    // Proves that the watch sees what is there.
    await once(spawn("sh", ["-c", "sleep 0.5", decoy]), "close");
    return operation;
  });
  expect(failed, output).toBe(false);
  expect(found).toEqual([decoy]);
  expectNoSecretIn(output);
  expectNoSecretIn(JSON.stringify(events));
  expectNoSecretIn(stack.state());
  expect((await stack.outputs()).connection?.secret).toBe(true);
  expect(readdirSync(temporaryFiles)).toEqual([]);
});

it("files that hold a secret are readable by their owner alone", () => {
  const holding = filesBelow(workplace.folder)
    // The servers' own files are the test's, not the deployment's.
    .filter((file) => !/\/(sshd|mysql)\//.test(file))
    .filter((file) => {
      const text = readFileSync(file, "latin1");
      return forms().some((form) => text.includes(form));
    });
  const inHome = holding.filter((file) => file.startsWith(`${nodes[1].home}/`));
  expect(inHome.map((file) => path.basename(file)).sort()).toEqual([
    "analytics-datasources.xml",
    "axis2.xml",
    "carbon.xml",
    "log4j.properties",
    "master-datasources.xml",
  ]);
  expect(holding.filter((file) => (statSync(file).mode & 0o077) !== 0)).toEqual([]);
});

it("no secret shows in the error of an update that failed", async () => {
  const changed = path.join(nodes[0].home, "repository/conf/carbon.xml");
  appendFileSync(changed, "<!-- by hand -->");
  const { failed, output, errors, events } = await update(withMetacharacters(marked()));
  expect(failed).toBe(true);
  expect(errors[0]).toMatch(/changed on the node since the last update/);
  expect(errors[0]).toContain(changed);
  expect(errors[0]?.split("\n").length).toBeLessThanOrEqual(10);
  expectNoSecretIn(output);
  expectNoSecretIn(JSON.stringify(events));
  expectNoSecretIn(stack.state());
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
