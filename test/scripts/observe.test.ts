import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:net";
import * as path from "node:path";
import type { Readable } from "node:stream";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { factsRequest, type ProductDatabases } from "../../components/node";
import { createRevision } from "../../components/render/revision";
import { commandInstead, runShell } from "./nodeShell";
import { impatient, listening, RunnableNode, secret } from "./runnableNode";
import { axis2, first, rendered, shells, stock } from "./stagedFiles";

const nodes: RunnableNode[] = [];
const programs: ChildProcess[] = [];

/** A program that runs until its test ends. */
function running(command: string, ...words: string[]): ChildProcess {
  const program = spawn(command, words);
  programs.push(program);
  return program;
}

afterEach(() => {
  for (const program of programs.splice(0)) program.kill("SIGKILL");
  for (const node of nodes.splice(0)) node.end();
});

async function runningNode(shell: string, together = "") {
  const node = new RunnableNode(stock);
  nodes.push(node);
  const revision = node.revision(first, "1", together);
  await node.stage(shell, revision);
  await node.act(shell, { kind: "apply", revision: revision.digest }, { staged: revision.digest });
  return { node, revision };
}

const logLine = (logger: string, text: string, level = "INFO") =>
  `TID: [-1234] [] [2026-11-29 02:59:33,123]  ${level} {org.wso2.carbon.${logger}} -  ${text} {org.wso2.carbon.${logger}}\n`;

describe.each(shells)("an observation, in %s,", (shell) => {
  it("reads the files of the home that are asked for, if they are small enough", async () => {
    const node = new RunnableNode(stock);
    node.write("bin/flags.sh", "-Da\xe4\n");
    node.write("repository/conf/large.xml", "x".repeat(65537));
    const asked = ["bin/flags.sh", "repository/conf/large.xml", "repository/conf/none.xml"];
    const { script, parse } = factsRequest(node.path, [], [], undefined, false, asked);
    const { output } = await runShell(shell, script);
    expect([...(parse(output)?.texts ?? [])]).toEqual([["bin/flags.sh", "-Da\xe4\n"]]);
  });

  it("does not take the process of another home for its own, although its name begins alike", async () => {
    const { node, revision } = await runningNode(shell);
    await node.act(shell, { kind: "stop" }, { staged: revision.digest });
    const other = running("sh", "-c", "sleep 100; :", "sh", `${node.path}-old/repository`);
    node.write("wso2carbon.pid", String(other.pid));
    expect((await node.facts(shell)).product).toMatchObject({
      isRunning: false,
      stalePid: String(other.pid),
    });
    const own = running("sh", "-c", "sleep 100; :", "sh", `-cp=${node.path}-old:${node.path}/lib`);
    node.write("wso2carbon.pid", String(own.pid));
    expect((await node.facts(shell)).product?.isRunning).toBe(true);
  });

  it("finds the home that the product runs in, wherever it is, and tells whether the databases are the same", async () => {
    const former = new RunnableNode(stock);
    nodes.push(former);
    const masters = "repository/conf/datasources/master-datasources.xml";
    const url = "<url>jdbc:mysql://db.internal:3306/EVENTS?useSSL=true</url>";
    const revision = former.revision([rendered(masters, url)], "1", "");
    const service = revision.extraEntries.service?.replace("port thrift 1", "port eventSync 11225") ?? "";
    const eventful = createRevision([rendered(masters, url)], { service }, "node1");
    await former.stage(shell, eventful);
    const action = { kind: "apply", revision: eventful.digest } as const;
    const { output } = await former.act(shell, action, { staged: eventful.digest });
    expect(former.isRunning, output).toBe(true);
    running("sh", "-c", "sleep 100; :", "sh", `-Dcarbon.home=${former.path}`);
    const node = new RunnableNode(stock);
    nodes.push(node);
    const login = { host: "db.internal", port: 3306, username: "wso2", password: secret, tls: false };
    const database = (...names: string[]): ProductDatabases => ({
      ...login,
      asksForKey: false,
      uses: names.map((name) => ({ name, hasTables: false, privileges: [] })),
    });
    const seen = { path: former.path, eventSync: "127.0.0.1:11225", node: "node1" };
    for (const [databases, hasSameDatabases] of [
      [database("EVENTS"), true],
      [database("EVENTS", "USERS"), false],
      [{ ...database("EVENTS"), port: 3307 }, false],
    ] as const) {
      expect((await node.facts(shell, databases)).otherHomes).toContainEqual({ ...seen, hasSameDatabases });
    }
  });

  it("tells what runs and what lies beside the home", async () => {
    const { node, revision } = await runningNode(
      shell,
      "clustering.domain one\nclustering.groupPassword two\n",
    );
    await node.act(shell, { kind: "markHealthy", revision: revision.digest }, { staged: revision.digest });
    const next = node.revision([rendered(axis2, "next")], "1", "clustering.domain other\n");
    await node.stage(shell, next);
    node.write(
      "repository/logs/wso2carbon.log",
      logLine("core.internal.CarbonCoreActivator", "Starting WSO2 Carbon...") +
        logLine(
          "analytics.spark.core.internal.SparkAnalyticsExecutor",
          "Started SPARK MASTER in spark://127.0.0.1:7078",
        ) +
        logLine("core.clustering.hazelcast.wka.X", "Member joined [a]: /127.0.0.1:4000") +
        logLine("some.Logger", `it is ${secret}`, "ERROR") +
        "java.lang.Exception: outer\n\tat a.b(C.java:1)\nCaused by: inner\n",
    );
    const facts = await node.facts(shell);
    expect(facts).toMatchObject({
      staged: next.digest,
      active: [revision.digest],
      isBusy: false,
      healthy: revision.digest,
      revisions: [revision.digest, next.digest].sort(),
      activeValues: { "clustering.domain": "one", "clustering.groupPassword": "two" },
      healthyValues: { "clustering.domain": "one", "clustering.groupPassword": "two" },
      lastFailure: undefined,
      drift: [],
      database: undefined,
      product: {
        isRunning: true,
        closedPorts: ["thrift:1"],
        hasMaster: true,
        hasWorker: false,
        peerJoined: "yes",
        peerAnswers: false,
        cause: undefined,
        newestCause: "ERROR Logger: it is ********; Caused by: inner",
      },
    });
    expect(facts.product?.ageSeconds).toBeGreaterThanOrEqual(0);
    expect(facts.product?.ageSeconds).toBeLessThan(60);
  });

  it("tells the free room, the clock, and the JDK of the next start", async () => {
    const { node } = await runningNode(shell);
    const facts = await node.facts(shell);
    expect(facts.freeMegabytes).toBeGreaterThan(0);
    expect(Math.abs(facts.clockAhead ?? 100)).toBeLessThan(10);
    expect(facts.javaVersion).toBeUndefined();
    writeFileSync(path.join(node.java, "release"), 'IMPLEMENTOR="Anyone"\nJAVA_VERSION="1.8.0_402"\n');
    expect((await node.facts(shell)).javaVersion).toBe("1.8.0_402");
  });

  it("tells that it runs also where what lies beside the home was lost", async () => {
    const { node, revision } = await runningNode(shell);
    const next = node.revision([rendered(axis2, "next")]);
    await node.stage(shell, next);
    rmSync(path.join(node.state, "sets", revision.digest), { recursive: true });
    expect(await node.facts(shell)).toMatchObject({
      active: [revision.digest],
      runsUndescribed: false,
      product: { isRunning: true, closedPorts: ["thrift:1"] },
    });
    rmSync(node.state, { recursive: true });
    expect(await node.facts(shell)).toMatchObject({
      active: [],
      product: undefined,
      runsUndescribed: true,
    });
    // By what an update stages then.
    await node.stage(shell, revision);
    expect(await node.facts(shell)).toMatchObject({
      active: [],
      runsUndescribed: false,
      product: { isRunning: true, closedPorts: ["thrift:1"], peerAnswers: false },
    });
    node.end();
    expect(await node.facts(shell)).toMatchObject({ active: [], product: { isRunning: false } });
    rmSync(node.state, { recursive: true });
    expect(await node.facts(shell)).toMatchObject({ product: undefined, runsUndescribed: false });
  });

  it("takes the receivers of a process that hangs for closed, until it goes on", async () => {
    const { node, revision } = await runningNode(shell);
    const receiver = running(
      "node",
      "-e",
      `require("node:net").createServer((socket) => socket.end()).listen(0, "127.0.0.1", function () {
        console.log(this.address().port);
      })`,
    );
    const port = String(await once(receiver.stdout as Readable, "data")).trim();
    node.rewriteService(
      revision.digest,
      `address 127.0.0.1\nport thrift ${port}\nport thriftSsl ${port}\npeer node2 127.0.0.1 1\nmanager script\n`,
    );
    expect((await node.facts(shell)).product?.closedPorts).toEqual([]);
    receiver.kill("SIGSTOP");
    expect((await node.facts(shell)).product?.closedPorts).toEqual([`thrift:${port}`, `thriftSsl:${port}`]);
    receiver.kill("SIGCONT");
    expect((await node.facts(shell)).product?.closedPorts).toEqual([]);
  });

  it("tells that an update is at work before anything is staged", async () => {
    const node = new RunnableNode(stock);
    mkdirSync(node.state);
    const update = running("flock", "--no-fork", path.join(node.state, "lock"), "sleep", "60");
    await expect.poll(async () => (await node.facts(shell)).isBusy, { timeout: 10_000 }).toBe(true);
    update.kill("SIGKILL");
    await expect.poll(async () => (await node.facts(shell)).isBusy).toBe(false);
  });

  it("tells an exchange of the product that was cut off", async () => {
    const { node, revision } = await runningNode(shell);
    writeFileSync(path.join(node.state, "exchanging"), "another\n");
    expect((await node.facts(shell)).active).toEqual(["-", revision.digest]);
  });

  it("masks why the last action failed", async () => {
    const { node } = await runningNode(shell);
    writeFileSync(path.join(node.state, "outcome"), `failed\nfirst ${secret}\nsecond\n`);
    expect((await node.facts(shell)).lastFailure).toBe("first ********\nsecond");
  });

  describe("asked for MySQL,", () => {
    const uses = [
      { name: "wso2", hasTables: true, privileges: ["SELECT", "CREATE TEMPORARY TABLES"] },
      { name: "empty", hasTables: true, privileges: [] },
    ];
    const database: ProductDatabases = {
      host: "127.0.0.1",
      port: 1,
      username: "wso2",
      password: secret,
      tls: false,
      asksForKey: false,
      uses,
    };

    let server: Server;
    beforeAll(async () => {
      const mySql = await listening();
      server = mySql.server;
      database.port = Number(mySql.port);
    });
    afterAll(() => {
      server.close();
    });

    /** A client for which MySQL has these rights, in a database with tables and one without. */
    const client = (rights: string) =>
      commandInstead(
        "mysql",
        `query=$(cat)\ncase $query in\n*UNIX_TIMESTAMP*) date +%s ;;\n*"'empty'"*) printf '0\\n' ;;\n*) printf '7\\n${rights}' ;;\nesac\n`,
      );

    it("tells rights, tables, the login of the driver and the clock", async () => {
      const { node } = await runningNode(shell);
      const facts = await node.facts(shell, database, client("SELECT\\nCREATE_TEMPORARY_TABLES\\n"));
      expect(facts.database?.checks).toEqual([
        { subject: "login", state: "skipped", detail: expect.stringContaining("has no jjs") },
        {
          subject: "database",
          state: "bad",
          detail: expect.stringContaining("has no tables"),
        },
        { subject: "database", state: "ok", detail: `wso2 can use wso2 at 127.0.0.1:${database.port}` },
        { subject: "clock", state: "ok", detail: "as MySQL's" },
      ]);
      const revoked = await node.facts(shell, database, client("SELECT\\n"));
      expect(revoked.database?.checks[1]?.detail).toContain("may not CREATE TEMPORARY TABLES in wso2");
    });

    it("tells it also where nothing is active yet, and where MySQL does not answer", async () => {
      const node = new RunnableNode(stock);
      await node.stage(shell, node.revision(first));
      const { checks = [] } = (await node.facts(shell, { ...database, port: 1 })).database ?? {};
      expect(checks).toEqual([
        { subject: "database", state: "bad", detail: "127.0.0.1:1 does not answer from here" },
      ]);
      expect(JSON.stringify(checks)).not.toContain(secret);
    });

    it("does not wait for one that takes connections and says nothing", async () => {
      const { node } = await runningNode(shell);
      const silent = await listening("");
      const facts = await node.facts(shell, { ...database, port: Number(silent.port) }, impatient());
      silent.server.close();
      expect(facts.database?.checks).toEqual([
        { subject: "database", state: "bad", detail: `127.0.0.1:${silent.port} does not answer from here` },
      ]);
    }, 20_000);

    it("logs in with the driver as the product will", async () => {
      const { node } = await runningNode(shell);
      const program = path.join(node.java, "bin/jjs");
      writeFileSync(program, `#!/bin/sh\necho 'refused Access denied for ${secret}'\n`, { mode: 0o755 });
      const { checks = [] } = (await node.facts(shell, database)).database ?? {};
      expect(checks[0]).toMatchObject({ subject: "login", state: "bad" });
      expect(checks[0]?.detail).toContain("Access denied for ********; see that database.clientHosts");
    });
  });
});
