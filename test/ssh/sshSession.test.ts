import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HostKeyPin } from "../../components/node/ssh/hostKeyPin";
import { askOverSsh, HostKeyError, runOverSsh, type SshEndpoint } from "../../components/node/ssh/sshSession";
import { type SshServer, startSshServer } from "../../tools/machine/sshServer";

const folder = mkdtempSync(path.join(tmpdir(), "ssh-session-"));
let servers: [host: SshServer, bastion: SshServer];

beforeAll(async () => {
  servers = [
    await startSshServer({ folder: path.join(folder, "host") }),
    await startSshServer({ folder: path.join(folder, "bastion") }),
  ];
});
afterAll(async () => {
  for (const server of servers) await server.stop();
  rmSync(folder, { recursive: true });
});

function endpoint({ host, port, user, privateKey, hostKey }: SshServer): SshEndpoint {
  return { host, port, user, privateKey, hostKey };
}

/** `SHA256:...`, as OpenSSH has it. */
function fingerprint({ hostKey }: SshServer): string {
  return execFileSync("ssh-keygen", ["-lf", "-"], { input: hostKey, encoding: "utf8" }).split(" ")[1] ?? "";
}

function run(to: SshEndpoint, script: string, patienceSeconds = 20) {
  return runOverSsh({ endpoint: to, command: "sh -s", script, patienceSeconds });
}

describe("a session with a VM", () => {
  it("runs a script from its standard input, through a bastion too", async () => {
    const [host, bastion] = servers;
    const script = "echo $SSH_CONNECTION; echo done\n";
    expect(await run(endpoint(host), script)).toContain("done");
    expect(await run({ ...endpoint(host), proxy: endpoint(bastion) }, script)).toContain("done");
  });

  it("takes keys with the white space that their files have around them", async () => {
    const { privateKey = "", hostKey = "", ...host } = endpoint(servers[0]);
    const keys = { privateKey: `\n${privateKey}\n\n`, hostKey: ` ${hostKey}\n` };
    expect(await run({ ...host, ...keys }, "echo done\n", 0)).toContain("done");
  });

  it("shows each line as it comes", async () => {
    const lines: string[] = [];
    const script = "echo one; echo two\n";
    await runOverSsh({
      endpoint: endpoint(servers[0]),
      command: "sh -s",
      script,
      patienceSeconds: 20,
      onLine: (line) => lines.push(line),
    });
    expect(lines).toEqual(["one", "two"]);
  });

  it("fails with the script's own sentence", async () => {
    const script = "echo 'error: vm: the product did not start' >&2; exit 1\n";
    await expect(run(endpoint(servers[0]), script)).rejects.toThrow(/^vm: the product did not start$/);
    await expect(run(endpoint(servers[0]), "exit 3\n")).rejects.toThrow("its script ended with 3");
  });

  it("waits no longer, and reads no more, than its limits say", async () => {
    const to = endpoint(servers[0]);
    const ask = (script: string) =>
      askOverSsh({
        endpoint: to,
        command: "sh -s",
        script,
        patienceSeconds: 20,
        limits: { seconds: 1, bytes: 100_000 },
      });
    await expect(ask("sleep 60\n")).rejects.toThrow(
      /did not answer within 1 s, although it took the connection/,
    );
    const { output, code } = await ask("yes\n");
    expect(code).toBeUndefined();
    expect(output.length).toBeLessThan(1_000_000);
    expect((await ask("echo done\n")).output).toBe("done\n");
  });

  it("waits until the first key of a host is kept, before it logs in", async () => {
    const [, bastion] = servers;
    const { hostKey, ...host } = endpoint(servers[0]);
    const pin = new HostKeyPin();
    const done = run({ ...host, pin }, "echo done\n", 1);
    expect(await pin.met).toBe(hostKey);
    const before = pin.isPending;
    pin.keep({ key: hostKey, remedy: "" });
    expect(await done).toContain("done");
    expect([before, pin.isPending]).toEqual([true, false]);
    // In this run no other one is trusted any more.
    await expect(run({ ...endpoint(bastion), hostKey: undefined, pin }, "echo done\n")).rejects.toThrow(
      HostKeyError,
    );
  });

  it("tells that a host has no key of a type that can be verified", async () => {
    const home = path.join(folder, "rsa");
    mkdirSync(home);
    const key = ["-t", "rsa", "-b", "2048", "-N", "", "-f", path.join(home, "host_key")];
    execFileSync("ssh-keygen", ["-q", ...key]);
    const server = await startSshServer({ folder: home });
    try {
      const pin = new HostKeyPin();
      const refused = run({ ...endpoint(server), hostKey: undefined, pin }, "echo done\n");
      await expect(refused).rejects.toThrow(/no host key of type ed25519 or ECDSA/);
    } finally {
      await server.stop();
    }
  });

  it("trusts no other host key, and gives up a host that does not let it in", async () => {
    const [host, bastion] = servers;
    const other = { ...endpoint(host), hostKey: bastion.hostKey };
    const refused = run(other, "echo done\n", 20);
    await expect(refused).rejects.toThrow(HostKeyError);
    await expect(refused).rejects.toThrow(
      `another host key, ${fingerprint(host)}, than the one given for it, ${fingerprint(bastion)}; if the host`,
    );
    const closed = { ...endpoint(host), port: 1 };
    await expect(run(closed, "echo done\n", 0)).rejects.toThrow(
      /127\.0\.0\.1 cannot be reached by SSH: .*ECONNREFUSED/,
    );
    const pinned = run({ ...endpoint(servers[0]), hostKey: servers[1].hostKey, isPinned: true }, "echo", 5);
    await expect(pinned).rejects.toThrow(/than the one pinned at the first contact, .*, accept its key/);
  });
});
