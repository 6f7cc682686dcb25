import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { remoteCommand } from "../../../tools/plugins/command/remoteCommand";
import type { PropertyMap } from "../../../tools/plugins/protocol/propertyValue";
import { plainMap, secret, unknownValue } from "../../../tools/plugins/protocol/propertyValue";
import { operation } from "./operation";
import { useSshHost } from "./sshHost";

process.env.SSH_AUTH_SOCK = "";
const host = useSshHost(["AcceptEnv ALLOWED"]);

const create = async (inputs: PropertyMap, on = operation()) => {
  const connection = inputs.connection ?? host().connection();
  return remoteCommand.create({
    ...on,
    preview: false,
    inputs: { addPreviousOutputInEnv: false, ...inputs, connection },
  });
};

const update = async (inputs: PropertyMap, previous: PropertyMap, on = operation()) => {
  const { update: change } = remoteCommand;
  if (change === undefined) throw new Error("no update");
  const connection = host().connection();
  const old = { id: "it1", inputs: {}, outputs: { connection, ...previous } };
  return change({ ...on, preview: false, old, inputs: { ...inputs, connection } });
};

describe("a command", () => {
  test("gets its stdin and gives its output, without the last newline", async () => {
    const { id, outputs } = await create({ create: "cat; echo; echo two; echo three >&2", stdin: "one" });
    expect(id).toMatch(/^it[0-9a-f]{8}$/);
    expect(outputs).toMatchObject({ stdout: "one\ntwo", stderr: "three", stdin: "one" });
  });

  test("takes megabytes on stdin, and may end without reading them", async () => {
    const stdin = "0123456789".repeat(300_000);
    const { outputs } = await create({ create: "wc -c", stdin });
    expect(outputs.stdout).toBe("3000000");
    expect((await create({ create: "echo done", stdin })).outputs.stdout).toBe("done");
  });

  test("keeps secret inputs secret and its output in clear", async () => {
    const { outputs } = await create({ create: "wc -c", stdin: secret("hidden") });
    expect(outputs).toMatchObject({ stdin: secret("hidden"), stdout: "6" });
  });

  test("that fails says how, quotes itself and shows all output in order, but not its stdin", async () => {
    const failing = create({
      create: 'cat >/dev/null; echo out; echo "err" >&2; exit 3',
      stdin: "hidden",
      logging: "none",
    });
    await expect(failing).rejects.toThrow(
      'Process exited with status 3: running "cat >/dev/null; echo out; echo \\"err\\" >&2; exit 3":\nout\nerr\n',
    );
  });

  test("that is killed names the signal", async () => {
    await expect(create({ create: "kill -TERM $$" })).rejects.toThrow(
      "Process exited with status 143 from signal TERM: ",
    );
  });

  test("logs the streams that `logging` names, line by line", async () => {
    const logged = async (logging: string) => {
      const on = operation();
      await create({ create: "echo one; echo two; echo three >&2", logging }, on);
      return on.logged.sort();
    };
    expect(await logged("stdoutAndStderr")).toEqual(["status one", "status three", "status two"]);
    expect(await logged("stdout")).toEqual(["status one", "status two"]);
    expect(await logged("stderr")).toEqual(["status three"]);
    expect(await logged("none")).toEqual([]);
  });

  test("fails on a logged line over which the real plugin would hang, and may print it unlogged", async () => {
    const longLine = "head -c 70000 /dev/zero | tr '\\0' x";
    await expect(create({ create: longLine })).rejects.toThrow("longer than 64 KiB");
    expect((await create({ create: longLine, logging: "none" })).outputs.stdout).toHaveLength(70000);
  });
});

describe("the life of a command", () => {
  test("a preview runs nothing and leaves the output open", async () => {
    const file = path.join(host().folder, "previewed");
    const inputs = { create: `touch ${file}`, connection: host().connection() };
    const { outputs } = await remoteCommand.create({ ...operation(), inputs, preview: true });
    expect(outputs).toEqual({ ...inputs, stdout: unknownValue, stderr: unknownValue });
    expect(existsSync(file)).toBe(false);
  });

  test("an update runs `update`, else `create`", async () => {
    const previous = { stdout: "old", stderr: "" };
    const commands = { create: "echo created", addPreviousOutputInEnv: false };
    expect((await update({ ...commands, update: "echo updated" }, previous)).stdout).toBe("updated");
    expect((await update(commands, previous)).stdout).toBe("created");
    expect((await update({ addPreviousOutputInEnv: false }, previous)).stdout).toBe("old");
  });

  test("deleting runs `delete`, or nothing and dials nobody", async () => {
    const file = path.join(host().folder, "deleted");
    const outputs = {
      connection: host().connection(),
      delete: `touch ${file}`,
      addPreviousOutputInEnv: false,
    };
    await remoteCommand.delete?.({ ...operation(), old: { id: "it1", inputs: {}, outputs } });
    expect(existsSync(file)).toBe(true);
    const gone = { connection: host().connection({ port: 1 }) };
    await remoteCommand.delete?.({ ...operation(), old: { id: "it1", inputs: {}, outputs: gone } });
  });

  test("a change of the list of triggers replaces; other changes update", () => {
    const olds = { id: "it1", outputs: {}, inputs: { create: "x" } };
    const { changes, replaces } = remoteCommand.diff(olds, { create: "y", triggers: ["t"] });
    expect(Object.fromEntries(changes)).toEqual({ create: "update", triggers: "add" });
    expect(replaces).toEqual(["triggers"]);
  });

  test("the connection is secret and gets its defaults, a proxy too", () => {
    const news = { create: "x", connection: { host: "h", privateKey: "k", proxy: { host: "p", port: 23 } } };
    const { connection } = remoteCommand.check({ name: "it", olds: {}, news }).inputs;
    const defaults = { user: "root", port: 22, dialErrorLimit: 10, perDialTimeout: 15 };
    expect(connection).toEqual(
      secret({
        ...defaults,
        host: "h",
        privateKey: secret("k"),
        proxy: { ...defaults, host: "p", port: 23 },
      }),
    );
  });
});

describe("variables", () => {
  test("are set where the server accepts them", async () => {
    const { outputs } = await create({ create: 'printf %s "$ALLOWED"', environment: { ALLOWED: "a b" } });
    expect(outputs.stdout).toBe("a b");
  });

  test("that the server refuses stop the command before it runs", async () => {
    const file = path.join(host().folder, "refused");
    const on = operation();
    const refused = create({ create: `touch ${file}`, environment: { REFUSED: "x" } }, on);
    await expect(refused).rejects.toThrow('could not set environment variable "REFUSED": ssh: setenv failed');
    expect(on.logged.join()).toContain("error Unable to set 'REFUSED'. This only works if");
    expect(existsSync(file)).toBe(false);
  });

  test("of the previous output only warn", async () => {
    const on = operation();
    const outputs = await update({ create: "echo new" }, { stdout: "old", stderr: "" }, on);
    expect(outputs.stdout).toBe("new");
    expect(on.logged.join()).toContain("warning Unable to set 'PULUMI_COMMAND_STDOUT'");
  });
});

describe("connecting", () => {
  const connect = (changes: PropertyMap, on = operation()) =>
    create({ create: "echo in", connection: host().connection(changes) }, on);

  test("is tried again as often as the limit says", async () => {
    const on = operation();
    await expect(connect({ port: 1, dialErrorLimit: 2 }, on)).rejects.toThrow(
      "after 2 failed attempts: dial tcp 127.0.0.1:1: connect: connection refused",
    );
    expect(on.logged).toEqual(["status Dial 1/2 failed: retrying", "status Dial 2/2 failed: retrying"]);
  });

  test("without a limit ends with the operation's time", async () => {
    const ended = AbortSignal.abort(new Error("context deadline exceeded"));
    await expect(connect({ port: 1, dialErrorLimit: -1 }, operation(ended))).rejects.toThrow(
      "context deadline exceeded",
    );
  });

  test("finds a server that comes up in the meantime", async () => {
    const { server } = host();
    const late = createServer((socket) => socket.destroy());
    const port = await new Promise<number>((resolve) => {
      late.listen(0, "127.0.0.1", () => resolve((late.address() as { port: number }).port));
    });
    late.once("connection", () => late.close());
    const on = operation();
    const retried = connect(
      { port, dialErrorLimit: -1 },
      { ...on, log: { ...on.log, status: () => redirect() } },
    );
    const redirect = () => {
      const relay = createServer((socket) => {
        relay.close();
        const target = require("node:net").connect(server.port, server.host);
        socket.pipe(target).pipe(socket);
        target.on("error", () => socket.destroy());
        socket.on("error", () => target.destroy());
      });
      relay.on("error", () => undefined);
      relay.listen(port, "127.0.0.1");
    };
    expect((await retried).outputs.stdout).toBe("in");
  });

  test("refuses a server with another host key", async () => {
    const other = path.join(host().folder, "other");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", other]);
    await expect(connect({ hostKey: readFileSync(`${other}.pub`, "utf8") })).rejects.toThrow(
      "ssh: handshake failed: ssh: host key mismatch",
    );
    const line = `[127.0.0.1]:22 ${host().server.hostKey} comment`;
    expect((await connect({ hostKey: line })).outputs.stdout).toBe("in");
    await expect(connect({ hostKey: "nonsense" })).rejects.toThrow(
      "failed to parse host key: ssh: no key found",
    );
  });

  test("names the ways of logging in that were tried", async () => {
    const { privateKey: _, ...noKey } = host().connection();
    await expect(create({ create: "true", connection: noKey })).rejects.toThrow(
      "ssh: handshake failed: ssh: unable to authenticate, attempted methods [none], no supported methods remain",
    );
    await expect(connect({ user: "nobody-there" })).rejects.toThrow("attempted methods [none publickey]");
  });

  test("reads encrypted keys and says why it cannot read one, without showing it", async () => {
    const file = path.join(host().folder, "encrypted");
    execFileSync("cp", [host().server.privateKeyFile, file]);
    execFileSync("ssh-keygen", ["-q", "-p", "-N", "opens it", "-f", file]);
    const privateKey = readFileSync(file, "utf8");
    expect((await connect({ privateKey, privateKeyPassword: "opens it" })).outputs.stdout).toBe("in");
    await expect(connect({ privateKeyPassword: "needless" })).rejects.toThrow(
      "ssh: key is not password protected",
    );
    await expect(connect({ privateKey })).rejects.toThrow("ssh: this private key is passphrase protected");
    await expect(connect({ privateKey, privateKeyPassword: "wrong" })).rejects.toThrow(
      "x509: decryption password incorrect",
    );
    await expect(connect({ privateKey: "nonsense" })).rejects.toThrow(/^ssh: no key found$/);
  });

  test("needs an agent that is named, even with a key", async () => {
    await expect(connect({ agentSocketPath: "/nowhere/agent" })).rejects.toThrow(
      "dial unix /nowhere/agent: connect: no such file or directory",
    );
  });

  test("logs in with a key from an agent", async () => {
    const agentSocketPath = path.join(host().folder, "agent");
    const [, pid] =
      /SSH_AGENT_PID=(\d+)/.exec(
        execFileSync("ssh-agent", ["-s", "-a", agentSocketPath], { encoding: "utf8" }),
      ) ?? [];
    try {
      execFileSync("ssh-add", ["-q", host().server.privateKeyFile], {
        env: { ...process.env, SSH_AUTH_SOCK: agentSocketPath },
        stdio: "ignore",
      });
      const { privateKey: _, ...noKey } = host().connection({ agentSocketPath });
      expect((await create({ create: "echo in", connection: noKey })).outputs.stdout).toBe("in");
    } finally {
      process.kill(Number(pid));
    }
  });
});

describe("a proxy", () => {
  test("is gone through, host keys checked on both hops", async () => {
    const proxy = host().connection();
    const connection = host().connection({ proxy });
    const { outputs } = await create({ create: "echo $SSH_CLIENT | cut -d' ' -f1", connection });
    expect(plainMap(outputs).stdout).toBe("127.0.0.1");
    const wrong = host().connection({
      proxy: { ...proxy, hostKey: `${host().server.hostKey.slice(0, -6)}AAAAAA` },
    });
    await expect(create({ create: "true", connection: wrong })).rejects.toThrow(
      /^proxy: .*host key mismatch$/,
    );
  });

  test("that cannot reach the host, or be reached, says so", async () => {
    const proxy = host().connection();
    await expect(
      create({ create: "true", connection: host().connection({ port: 1, proxy }) }),
    ).rejects.toThrow("proxy: after 0 failed attempts: ssh: rejected: connect failed (Connection refused)");
    const connection = host().connection({ proxy: { ...proxy, port: 1 } });
    await expect(create({ create: "true", connection })).rejects.toThrow(
      "proxy: after 0 failed attempts: dial tcp 127.0.0.1:1: connect: connection refused",
    );
  });
});
