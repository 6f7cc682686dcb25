import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { AnalyticsNode, type AnalyticsNodeArgs } from "../../components";
import { createRevision } from "../../components/render/revision";
import { changedPaths, fingerprints } from "../../tools/demo/homeFiles";
import type { EngineStack, Operation } from "../../tools/machine/engineStack";
import type { SshServer } from "../../tools/machine/sshServer";
import { createSudoUser, removeSudoUser } from "../../tools/machine/sudoUser";
import { installProduct, type Node, sshOf, Workplace } from "./workplace";

const file = "repository/conf/hazelcast.properties";
const text = "hazelcast.max.no.heartbeat.seconds=60\n";
const configuration = createRevision([{ path: file, text, base: undefined, secret: false }]);

const workplace = new Workplace();
let node: Node;
let bastion: SshServer;
let stack: EngineStack;

beforeAll(async () => {
  node = await workplace.startNode("node");
  bastion = await workplace.startSshServer("bastion");
  stack = await workplace.createStack();
});

afterAll(() => workplace.end());

afterEach(async () => {
  await stack.destroy();
});

function update(
  ssh: AnalyticsNodeArgs["ssh"],
  changes: Partial<AnalyticsNodeArgs> = {},
  choice: Parameters<EngineStack["up"]>[2] = {},
): Promise<Operation> {
  const program = () => {
    new AnalyticsNode("node", {
      address: "127.0.0.1",
      home: node.home,
      configuration,
      ...changes,
      ssh: { ...sshOf(node.ssh), ...ssh },
    });
  };
  return stack.up(program, undefined, choice);
}

/** What the engine says of the node, without the sentence on the update as a whole. */
function errorOf({ failed, errors, output }: Operation): string {
  expect(failed, output).toBe(true);
  const [first = ""] = errors;
  expect(first.split("\n").length, first).toBeLessThanOrEqual(10);
  expect(first).not.toMatch(/^\s+at /m);
  expect(first).not.toContain("PRIVATE KEY");
  return first;
}

describe("a node that cannot be reached gives a clear error within ssh.timeoutSeconds", () => {
  it("when the port is closed", async () => {
    const closed = await freePort();
    expect(errorOf(await update({ port: closed, timeoutSeconds: 5 }))).toMatch(
      new RegExp(`127\\.0\\.0\\.1:${closed}.*refused`, "s"),
    );
  });

  it("when the host never answers", async () => {
    const host = await startUnresponsiveHost();
    try {
      expect(errorOf(await update({ port: host.port, timeoutSeconds: 5 }))).toMatch(/i\/o timeout/);
    } finally {
      host.end();
    }
  });

  it("when the key is not the user's", async () => {
    const ssh = { privateKey: bastion.privateKey, timeoutSeconds: 5 };
    expect(errorOf(await update(ssh))).toMatch(/unable to authenticate/);
  });
});

it("a script that did not run to its end is run again with the command that the error names", async () => {
  const home = path.join(workplace.folder, "unclosed/wso2am-analytics-2.1.0");
  installProduct(home);
  const [lost, forced] = ["lost", "forced"].map((name) => path.join(workplace.folder, name)) as [
    string,
    string,
  ];
  const lines = [`[ -e ${lost} ] || exec sh -c "$SSH_ORIGINAL_COMMAND"`, "cat >/dev/null", "echo wait"];
  writeFileSync(forced, `#!/bin/sh\n${lines.join("\n")}\n`, { mode: 0o755 });
  writeFileSync(lost, "");
  const host = await workplace.startSshServer("unclosed", { settings: [`ForceCommand ${forced}`] });
  const error = errorOf(await update(sshOf(host), { home }));
  const [, urn = ""] = /--replace '(urn:[^']+)'$/m.exec(error) ?? [];
  expect(urn, error).toMatch(/node-stage$/);
  rmSync(lost);
  expect((await update(sshOf(host), { home })).failed).toBe(false);
  expect(existsSync(`${home}.deployment`)).toBe(false);
  expect((await update(sshOf(host), { home }, { replace: [urn] })).failed).toBe(false);
  expect(existsSync(path.join(`${home}.deployment/sets`, configuration.digest))).toBe(true);
});

describe("a host whose key has changed is sent nothing, not even a name to log in with", () => {
  const settings = ["LogLevel DEBUG1"];
  const home = path.join(workplace.folder, "verified/wso2am-analytics-2.1.0");
  beforeAll(() => installProduct(home));
  const logs = (server: SshServer) => readFileSync(server.logFile, "utf8");

  /** What the host, and the one behind it, have seen of an update that was refused for it. */
  async function refused(ssh: AnalyticsNodeArgs["ssh"], host: SshServer, says = /host key mismatch/) {
    const operation = await update({ ...ssh, timeoutSeconds: 5 }, { home });
    expect(errorOf(operation)).toMatch(says);
    expect(operation.output).toMatch(/command:remote:Command \(node-stage\):\s+error: .*handshake failed/);
    expect(logs(host)).toContain("Connection from");
    return logs(host);
  }

  it("when it is the node", async () => {
    const host = await workplace.startSshServer("changed-node", { settings });
    const seen = await refused({ ...sshOf(host), hostKey: bastion.hostKey }, host);
    expect(seen).not.toContain("userauth-request");
    await update(sshOf(host), { home });
    expect(logs(host)).toContain("userauth-request");
  });

  it("when it is the bastion, behind which the node is not even connected to", async () => {
    const host = await workplace.startSshServer("node-behind", { settings });
    const between = await workplace.startSshServer("changed-bastion", { settings });
    const through = { ...sshOf(between), hostKey: host.hostKey };
    const seen = await refused({ ...sshOf(host), bastion: through }, between);
    expect(seen).not.toContain("userauth-request");
    expect(logs(host)).not.toContain("Connection from");
    await update({ ...sshOf(host), bastion: sshOf(between) }, { home });
    for (const server of [between, host]) expect(logs(server)).toContain("userauth-request");
  });

  it("when it is the node behind a bastion", async () => {
    const host = await workplace.startSshServer("changed-behind", { settings });
    const ssh = { ...sshOf(host), hostKey: bastion.hostKey, bastion: sshOf(bastion) };
    // The plugin tries again, on the connection that the handshake has ended, and tells of the last time.
    const seen = await refused(ssh, host, /^proxy: .*handshake failed: EOF/);
    expect(seen).not.toContain("userauth-request");
  });
});

describe("a node gets its configuration beside the home", () => {
  async function expectStaged(home: string, updating: () => Promise<Operation>): Promise<void> {
    const before = fingerprints(home);
    const { failed, output } = await updating();
    expect(failed, output).toBe(false);
    expect(changedPaths(before, fingerprints(home))).toEqual([]);
    const staged = path.join(`${home}.deployment/sets`, configuration.digest, "files", file);
    expect(readFileSync(staged, "utf8")).toBe(text);
  }

  it("through a bastion", async () => {
    rmSync(`${node.home}.deployment`, { recursive: true, force: true });
    await expectStaged(node.home, () => update({ bastion: sshOf(bastion) }));
  });

  it.skipIf(process.getuid?.() !== 0)("as an ordinary user with sudo, and only with sudo", async () => {
    const user = `wso2-ssh-${process.pid}`;
    createSudoUser(user);
    try {
      const server = await workplace.startSshServer("sudo", { user });
      const home = `${node.home}-of-sudo`;
      installProduct(home);
      const refused = await update(sshOf(server), { home });
      expect(errorOf(refused)).toMatch(/is no product home|may not write beside/);
      await expectStaged(home, () => update({ ...sshOf(server), sudo: true }, { home }));
    } finally {
      removeSudoUser(user);
    }
  });

  it("only where the product is", async () => {
    const nowhere = path.join(workplace.folder, "nowhere");
    const error = errorOf(await update({}, { home: nowhere }));
    expect(error).toContain(`${nowhere} is no product home`);
    expect(error).toContain("install the product there or correct the argument home");
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}

/** A port at which nobody answers: its program is stopped and the queue of its connections is full. */
async function startUnresponsiveHost(): Promise<{ port: number; end(): void }> {
  const listen = `const server = require("node:net").createServer();
    server.listen({ host: "127.0.0.1", port: 0, backlog: 1 }, () => console.log(server.address().port));`;
  const program: ChildProcess = spawn(process.execPath, ["-e", listen], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [printed] = await once(program.stdout as NonNullable<typeof program.stdout>, "data");
  const port = Number(printed);
  program.kill("SIGSTOP");
  const waiting: Socket[] = [];
  // Two fit into a queue of one; the third is the first that is not answered.
  for (let count = 0; count < 2; count++) {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    waiting.push(socket);
  }
  return {
    port,
    end: () => {
      program.kill("SIGKILL");
      for (const socket of waiting) socket.on("error", () => undefined).destroy();
    },
  };
}
