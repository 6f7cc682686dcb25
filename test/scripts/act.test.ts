import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { actionRequest } from "../../components/node";
import { createRevision, type Revision } from "../../components/render/revision";
import { collected, commandInstead, failingToPrepare, pausedCommand, startShell, stopAll } from "./nodeShell";
import { sha256 } from "./preparedNode";
import { impatient, listening, RunnableNode, secret } from "./runnableNode";
import { axis2, datasources, first, hazelcast, rendered, second, shells, stock } from "./stagedFiles";

const third = [rendered(axis2, "third"), rendered(datasources, "third")];
const nodes: RunnableNode[] = [];

function createNode(): RunnableNode {
  const node = new RunnableNode(stock);
  nodes.push(node);
  return node;
}

afterEach(() => {
  for (const node of nodes.splice(0)) node.end();
});

const apply = ({ digest }: Revision) => ({ kind: "apply" as const, revision: digest });

const withDatabase = ({ digest }: Revision, port: string) => ({
  staged: digest,
  database: {
    host: "127.0.0.1",
    port: Number(port),
    username: "wso2",
    password: secret,
    tls: false,
    asksForKey: true,
  },
});

/** A node whose product runs with a revision. */
async function runningNode(shell: string, files = first, peerPorts?: string) {
  const node = createNode();
  const revision = node.revision(files, peerPorts);
  await node.stage(shell, revision);
  const { result, output } = await node.act(shell, apply(revision), { staged: revision.digest });
  expect(result, output).toEqual({ kind: "done" });
  return { node, revision };
}

describe.each(shells)("an action on a node, in %s,", (shell) => {
  it("is refused before a stop where a folder is in the place of a file of another update", async () => {
    const { node } = await runningNode(shell);
    const { service = "" } = node.revision(second).extraEntries;
    const next = createRevision(second, { service, product: "distribution newer\n" }, "node1");
    await node.stage(shell, next);
    for (const [name, text] of [
      ["installed", "older"],
      ["distributions/older.files", `${sha256("old")} bin/tool`],
      ["distributions/newer.files", `${sha256("new")} bin/tool\n${sha256("lib")} lib/new.jar`],
    ] as const) {
      mkdirSync(path.join(node.state, "distributions"), { recursive: true });
      writeFileSync(path.join(node.state, name), `${text}\n`);
    }
    mkdirSync(path.join(node.path, "lib/new.jar"), { recursive: true });
    const { result } = await node.act(shell, apply(next), { staged: next.digest });
    expect(result).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("lib/new.jar is a folder"),
    });
    expect(node.calls).toEqual(["start"]);
    expect(node.isRunning).toBe(true);
  });

  it("installs and starts, and later stops, installs and starts", async () => {
    const { node } = await runningNode(shell);
    expect(node.read(axis2)).toBe("rendered axis2\r\n");
    const next = node.revision(second);
    await node.stage(shell, next);
    const { result, output } = await node.act(shell, apply(next), { staged: next.digest });
    expect(result).toEqual({ kind: "done" });
    expect(output).toContain("stopping\n");
    expect(output).toContain(`install ${hazelcast}\n`);
    expect(node.calls).toEqual(["start", "stop", "start"]);
    expect(node.read(hazelcast)).toBe("seconds=60\n");
    expect(node.beside("active")).toBe(`${next.digest}\n`);
    expect(node.isRunning).toBe(true);
    expect(existsSync(path.join(node.path, ".room"))).toBe(false);
  });

  it("restarts with the revision that is active, also if its apply was cut off", async () => {
    const { node, revision } = await runningNode(shell);
    writeFileSync(path.join(node.state, "active"), `${revision.digest}\n${revision.digest}\n`);
    const { result } = await node.act(shell, apply(revision), { staged: revision.digest });
    expect(result).toEqual({ kind: "done" });
    expect(node.calls).toEqual(["start", "stop", "start"]);
    expect(node.beside("active")).toBe(`${revision.digest}\n`);
  });

  it("goes back to the healthy revision while the other one stays staged", async () => {
    const { node, revision } = await runningNode(shell);
    const mark = { kind: "markHealthy" as const, revision: revision.digest };
    expect((await node.act(shell, mark, { staged: revision.digest })).result).toEqual({ kind: "done" });
    const next = node.revision(third);
    await node.stage(shell, next);
    await node.act(shell, apply(next), { staged: next.digest });
    expect(node.read(axis2)).toBe("third");
    const { result, output } = await node.act(shell, apply(revision), { staged: next.digest });
    expect(result, output).toEqual({ kind: "done" });
    expect(node.read(axis2)).toBe("rendered axis2\r\n");
    expect((await node.facts(shell)).revisions.sort()).toEqual([next.digest, revision.digest].sort());
  });

  it("starts what is stopped and stops what runs, and does nothing the second time", async () => {
    const { node, revision } = await runningNode(shell);
    const staged = revision.digest;
    for (const [kind, calls] of [
      ["start", 1],
      ["stop", 2],
      ["stop", 2],
      ["start", 3],
    ] as const) {
      expect((await node.act(shell, { kind }, { staged })).result).toEqual({ kind: "done" });
      expect(node.calls).toHaveLength(calls);
      expect(node.isRunning).toBe(kind === "start");
    }
  });

  it("retires a product for good", async () => {
    const { node } = await runningNode(shell);
    expect((await node.act(shell, { kind: "retire" }, { staged: "another" })).result).toEqual({
      kind: "done",
    });
    expect(node.isRunning).toBe(false);
  });

  it("marks only the active revision healthy", async () => {
    const { node, revision } = await runningNode(shell);
    const staged = revision.digest;
    const other = await node.act(shell, { kind: "markHealthy", revision: "another" }, { staged });
    expect(other.result).toMatchObject({ kind: "refused" });
    expect(node.beside("healthy")).toBeUndefined();
    await node.act(shell, { kind: "markHealthy", revision: staged }, { staged });
    expect(node.beside("healthy")).toBe(`${staged}\n`);
  });

  it("installs the files of a product that others run", async () => {
    const { node } = await runningNode(shell);
    const next = node.revision(second);
    await node.stage(shell, next);
    const install = { kind: "install" as const, revision: next.digest };
    expect((await node.act(shell, install, { staged: next.digest })).result).toEqual({ kind: "done" });
    expect(node.read(hazelcast)).toBe("seconds=60\n");
    expect(node.calls).toEqual(["start"]);
  });

  it("tells every file that it changes", async () => {
    const node = createNode();
    const files = Array.from({ length: 60 }, (_, index) => rendered(`repository/conf/${index}.xml`, "text"));
    const revision = node.revision(files);
    await node.stage(shell, revision);
    const { output } = await node.act(shell, apply(revision), { staged: revision.digest });
    expect(output.match(/^install /gm)).toHaveLength(60);
  });
});

describe.each(shells)("an action is refused, and the product goes on, in %s,", (shell) => {
  async function refused(
    node: RunnableNode,
    revision: Revision,
    args: Parameters<RunnableNode["act"]>[2] = { staged: revision.digest },
    environment = process.env,
  ): Promise<string> {
    const before = node.read(axis2);
    const { result, output } = await node.act(shell, apply(revision), args, { environment });
    if (result?.kind !== "refused") throw new Error(`${result?.kind}: ${output}`);
    expect(node.isRunning).toBe(true);
    expect(node.calls).toEqual(["start"]);
    expect(node.read(axis2)).toBe(before);
    expect(existsSync(path.join(node.path, ".room"))).toBe(false);
    expect((await node.facts(shell)).lastFailure).toBeUndefined();
    return result.reason;
  }

  async function withNext() {
    const { node, revision } = await runningNode(shell);
    const next = node.revision(third);
    await node.stage(shell, next);
    return { node, revision, next };
  }

  it("where another deployer has staged something since, also for an older revision", async () => {
    const { node, revision, next } = await withNext();
    expect(await refused(node, next, { staged: revision.digest })).toContain(
      "another update has staged another configuration",
    );
    expect(await refused(node, revision)).toContain("with another rerunTrigger");
    const stop = await node.act(shell, { kind: "stop" }, { staged: revision.digest });
    expect(stop.result).toMatchObject({ kind: "refused" });
    expect(node.isRunning).toBe(true);
  });

  it("where the other node's ports do not answer and the action is guarded", async () => {
    const peer = await listening();
    const { node } = await runningNode(shell, first, peer.port);
    // The revision that runs says who the peer is, not the next one.
    const next = node.revision(third, "1");
    await node.stage(shell, next);
    const args = { staged: next.digest, isGuarded: true };
    await new Promise((resolve) => peer.server.close(resolve));
    expect(await refused(node, next, args)).toContain(
      `node2 at 127.0.0.1 does not answer on its ports ${peer.port}`,
    );
    const stop = await node.act(shell, { kind: "stop" }, args);
    expect(stop.result).toMatchObject({ kind: "refused" });
    const again = await listening();
    node.rewriteService(
      node.beside("active")?.trim() ?? "",
      `address 127.0.0.1\npeer node2 127.0.0.1 ${again.port}\nmanager script\njava ${node.java}\n`,
    );
    const { result, output } = await node.act(shell, apply(next), args);
    again.server.close();
    expect(result, output).toEqual({ kind: "done" });
  });

  it("where the other node does not answer, also if the active revision was lost", async () => {
    const { node, revision, next } = await withNext();
    rmSync(path.join(node.state, "sets", revision.digest), { recursive: true });
    const args = { staged: next.digest, isGuarded: true, overwrite: true };
    expect(await refused(node, next, args)).toContain("does not answer on its ports");
    const stop = await node.act(shell, { kind: "stop" }, args);
    expect(stop.result).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("does not answer on its ports"),
    });
    expect((await node.act(shell, { kind: "stop" }, { staged: next.digest })).result).toEqual({
      kind: "done",
    });
    expect(node.isRunning).toBe(false);
  });

  it("where the other node goes down during the last check", async () => {
    const peer = await listening();
    const { node } = await runningNode(shell, first, peer.port);
    const next = node.revision(third);
    await node.stage(shell, next);
    const pause = pausedCommand("head", "-c 1048576");
    const args = { staged: next.digest, isGuarded: true };
    const reason = refused(node, next, args, pause.environment);
    await pause.reached();
    await new Promise((resolve) => peer.server.close(resolve));
    pause.release();
    expect(await reason).toContain("does not answer on its ports");
  });

  it("where no temporary file can be made", async () => {
    const { node, next } = await withNext();
    const environment = commandInstead("mktemp", "exit 1\n");
    expect(await refused(node, next, undefined, environment)).toContain("no temporary file can be made in");
  });

  it("where a file was changed, in a few lines with its text masked", async () => {
    const { node, next } = await withNext();
    for (const { path } of first) node.write(path, `changed ${secret}\n${"line\n".repeat(20)}`);
    const reason = await refused(node, next);
    expect(reason).toContain("changed on the node since the last update");
    expect(reason).toMatch(/\nput them back, or set the argument overwrite/);
    expect(reason.split("\n").length).toBeLessThanOrEqual(10);
    expect(reason).not.toContain(secret);
    const { result } = await node.act(shell, apply(next), { staged: next.digest, overwrite: true });
    expect(result).toEqual({ kind: "done" });
    expect(node.kept("replaced", axis2)).toContain("changed");
  });

  it("where the revision is not beside the home", async () => {
    const { node, next } = await withNext();
    rmSync(path.join(node.state, "sets", next.digest), { recursive: true });
    expect(await refused(node, next)).toContain("is not staged");
  });

  it("where the home is the other node's", async () => {
    const { node, next } = await withNext();
    expect(await refused(node, next, { staged: next.digest, node: "node2" })).toContain("node1");
  });

  it("where there is no room, or the clock, the driver or Java do not fit", async () => {
    const { node, next } = await withNext();
    const full = commandInstead(
      "head",
      'case "$*" in "-c 1048576"*) exit 1 ;; esac\nexec /usr/bin/head "$@"\n',
    );
    expect(await refused(node, next, undefined, full)).toContain("there is no room for 1 MiB");
    const mySql = await listening();
    const late = commandInstead("mysql", 'echo "$(($(date +%s) - 60))"\n');
    expect(await refused(node, next, withDatabase(next, mySql.port), late)).toContain("the clock is 60 s");
    mySql.server.close();
    rmSync(path.join(node.path, "repository/components/lib/mysql-connector-java-5.1.49.jar"));
    expect(await refused(node, next)).toContain("no JDBC driver");
    rmSync(path.join(node.java, "bin/java"));
    expect(await refused(node, next)).toContain("no Java was found");
  });

  it("where MySQL takes connections and says nothing, or is gone", async () => {
    const { node, revision, next } = await withNext();
    const silent = await listening("");
    const lost = withDatabase(next, silent.port);
    expect(await refused(node, next, lost, impatient())).toContain("does not answer from here");
    silent.server.close();
    expect(await refused(node, next, lost)).toContain("does not answer from here");
    // The product stands still, so nothing is lost. It is healthy with the first revision, and goes back to it later.
    await node.act(shell, { kind: "markHealthy", revision: revision.digest }, { staged: next.digest });
    await node.act(shell, { kind: "stop" }, lost);
    expect((await node.act(shell, apply(next), lost)).result).toEqual({ kind: "done" });
    expect((await node.act(shell, apply(revision), lost)).result).toEqual({ kind: "done" });
  }, 20_000);

  it("while another one is at work, after a few seconds", async () => {
    const { node, next } = await withNext();
    const pause = pausedCommand("chmod", ".activating");
    const atWork = collected(node.begin(shell, apply(next), { staged: next.digest }, pause));
    await pause.reached();
    expect((await node.facts(shell)).isBusy).toBe(true);
    const { result } = await node.act(shell, { kind: "stop" }, { staged: next.digest });
    pause.release();
    expect(result).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("another update is at work"),
    });
    expect((await atWork).output).toMatch(/^outcome \S+ done$/m);
  }, 20_000);

  it("where the request arrived cut off", async () => {
    const { node, next } = await withNext();
    const { script, parse } = node.request(apply(next), { staged: next.digest });
    const { output } = await collected(startShell(shell, script.slice(0, -"\nend\nREQUEST\n".length)));
    expect(parse(output)).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("arrived incomplete"),
    });
  });
});

describe.each(shells)("an action that fails, in %s,", (shell) => {
  it("says why, also to a later look", async () => {
    const { node } = await runningNode(shell);
    const next = node.revision(third);
    await node.stage(shell, next);
    node.write("broken", `it is broken, ${secret}\n`);
    const { result } = await node.act(shell, apply(next), { staged: next.digest });
    expect(result).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining("start failed: it is broken, ********"),
    });
    const { lastFailure, active } = await node.facts(shell);
    expect(lastFailure).toContain("wso2server.sh start failed: it is broken, ********");
    expect(active).toEqual([next.digest]);
    rmSync(path.join(node.path, "broken"));
    await node.act(shell, { kind: "start" }, { staged: next.digest });
    expect((await node.facts(shell)).lastFailure).toBeUndefined();
  });

  it("starts the revision before it again where nothing could be written", async () => {
    const { node, revision } = await runningNode(shell);
    const next = node.revision(third);
    await node.stage(shell, next);
    const environment = failingToPrepare("no space left");
    const { result } = await node.act(shell, apply(next), { staged: next.digest }, { environment });
    if (result?.kind !== "failed") throw new Error(result?.kind);
    expect(result.reason).toMatch(/could not be written.*No file of .* was changed$/);
    expect(result.reason.split("\n").length).toBeLessThanOrEqual(10);
    expect(await node.facts(shell)).toMatchObject({
      active: [revision.digest],
      lastFailure: result.reason,
      drift: [],
      isBusy: false,
      product: { isRunning: true },
    });
    expect(node.calls).toEqual(["start", "stop", "start"]);
    expect(node.read(axis2)).toBe("rendered axis2\r\n");
  });

  it("is done by its job if the session is cut", async () => {
    const { node } = await runningNode(shell);
    const next = node.revision(third);
    await node.stage(shell, next);
    const pause = pausedCommand("chmod", ".activating");
    const deployer = "stack one of shop, ann@build";
    const session = node.begin(shell, apply(next), { staged: next.digest, deployer }, pause);
    await pause.reached();
    session.kill("SIGKILL");
    const { isBusy, actionOwner } = await node.facts(shell);
    expect({ isBusy, actionOwner }).toEqual({
      isBusy: true,
      actionOwner: expect.stringMatching(/^stack one of shop, ann@build, since .* UTC$/),
    });
    pause.release();
    await expect.poll(() => node.beside("outcome"), { timeout: 10_000 }).toBe("finished\n");
    expect((await node.facts(shell)).actionOwner).toBeUndefined();
    expect(node.read(axis2)).toBe("third");
    expect(node.calls).toEqual(["start", "stop", "start"]);
  }, 20_000);

  it("is continued by the next one if the host stopped", async () => {
    const { node, revision } = await runningNode(shell);
    const next = node.revision(third);
    await node.stage(shell, next);
    const pause = pausedCommand("mv", `${datasources}.activating`);
    const session = node.begin(shell, apply(next), { staged: next.digest }, pause);
    await pause.reached();
    await stopAll(session);
    const { active, product, isBusy } = await node.facts(shell);
    expect(active).toEqual([revision.digest, next.digest]);
    expect(product?.isRunning).toBe(false);
    expect(isBusy).toBe(false);
    const start = await node.act(shell, { kind: "start" }, { staged: next.digest });
    expect(start.result).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("was interrupted"),
    });
    expect((await node.act(shell, apply(next), { staged: next.digest })).result).toEqual({ kind: "done" });
    expect(node.read(datasources)).toBe("third");
    expect(setsOf(node)).toEqual([next.digest]);
  });
});

it("a reply counts only with its closing line and the nonce of its own request", () => {
  const args = {
    home: "/opt/a",
    node: "node1",
    staged: "one",
    action: { kind: "start" as const },
    overwrite: false,
    isGuarded: true,
    stopSeconds: 5,
    nodeIdFiles: [],
    database: { host: "db", port: 3306, username: "u", password: secret, tls: true, asksForKey: false },
    secrets: [secret],
  };
  const { script, parse } = actionRequest(args);
  expect(script).not.toContain(secret);
  const nonce = /^nonce (\S+)$/m.exec(script)?.[1];
  expect(parse(`starting\n\noutcome ${nonce} done\nbye\n`)).toEqual({ kind: "done" });
  expect(parse("starting\n")).toBeUndefined();
  expect(parse("outcome 123 done\n")).toBeUndefined();
  const reason = Buffer.from("one\ntwo\x1b[31m").toString("base64");
  expect(parse(`outcome ${nonce} failed ${reason}\n`)).toEqual({
    kind: "failed",
    reason: "one\ntwo\\u001b[31m",
  });
});

function setsOf(node: RunnableNode): string[] {
  return readdirSync(path.join(node.state, "sets")).filter((name) => !name.startsWith("."));
}
