import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { PropertyMap } from "../plugins/protocol/propertyValue";
import { type CreationOptions, Lifecycle } from "./lifecycle";
import type { PluginProcess } from "./pluginProcess";
import { lateAddress, lateServer, refusingPort, unwillingRelay } from "./ports";
import type { SshHosts } from "./sshHosts";
import { loginStep, SshLogins } from "./sshLogins";
import type { TranscriptRecorder } from "./transcript";

/** How the resources of the command plugin reach their host, or do not. */
export class ConnectionScenario {
  readonly #plugin: PluginProcess;
  readonly #recorder: TranscriptRecorder;
  readonly #hosts: SshHosts;

  constructor(plugin: PluginProcess, recorder: TranscriptRecorder, hosts: SshHosts) {
    this.#plugin = plugin;
    this.#recorder = recorder;
    this.#hosts = hosts;
  }

  async run(): Promise<void> {
    await this.#logins();
    await this.#keys();
    await this.#waysToLogIn();
    await this.#retries();
    await this.#proxies();
  }

  async #logins(): Promise<void> {
    const { privateKey: _, ...noKey } = this.#hosts.connection();
    await this.#connect("no way to log in", noKey);
    await this.#connect("a password where only keys are taken", { ...noKey, password: "wrong" });
    await this.#connect("a key that the server does not know", {
      ...noKey,
      privateKey: this.#hosts.makeKey("unknown"),
    });
    await this.#connect("a user who is not there", this.#hosts.connection({ user: "nobody-there" }));
    await this.#connect("an agent that is not there", {
      ...this.#hosts.connection(),
      agentSocketPath: "/nowhere/agent",
    });
    this.#hosts.makeKey("other host");
    const other = readFileSync(path.join(this.#hosts.folder, "other host.pub"), "utf8");
    await this.#connect("another host key", this.#hosts.connection({ hostKey: other }));
    await this.#connect("no host key", withoutHostKey(this.#hosts.connection()));
    const line = `[127.0.0.1]:22 ${this.#hosts.host.hostKey} comment`;
    await this.#connect("a host key as in known_hosts", this.#hosts.connection({ hostKey: line }));
    await this.#connect("a host key that is none", this.#hosts.connection({ hostKey: "nonsense" }));
  }

  async #keys(): Promise<void> {
    const file = path.join(this.#hosts.folder, "encrypted");
    execFileSync("cp", [this.#hosts.host.privateKeyFile, file]);
    execFileSync("ssh-keygen", ["-q", "-p", "-N", "opens it", "-f", file]);
    const privateKey = readFileSync(file, "utf8");
    this.#recorder.name(privateKey, "encrypted key");
    const steps: [string, PropertyMap][] = [
      ["an encrypted key", { privateKey, privateKeyPassword: "opens it" }],
      ["an encrypted key without its password", { privateKey }],
      ["an encrypted key with a wrong password", { privateKey, privateKeyPassword: "wrong" }],
      ["a password for a key without one", { privateKeyPassword: "needless" }],
      ["a key that is none", { privateKey: "nonsense" }],
    ];
    for (const [step, changes] of steps) await this.#connect(step, this.#hosts.connection(changes));
  }

  async #waysToLogIn(): Promise<void> {
    const logins = new SshLogins(this.#hosts);
    try {
      for (const { name, connection } of await logins.all()) await this.#connect(loginStep(name), connection);
    } finally {
      logins.stop();
    }
  }

  async #retries(): Promise<void> {
    const port = refusingPort;
    await this.#connect("a port that refuses", this.#hosts.connection({ port, dialErrorLimit: 2 }));
    await this.#connect("no retries at all", this.#hosts.connection({ port, dialErrorLimit: 0 }));
    const relay = await unwillingRelay(2, this.#hosts.host);
    this.#recorder.name(String(relay.port), "relay's port");
    await this.#connect(
      "a server that answers at the third try",
      this.#hosts.connection({ port: relay.port, dialErrorLimit: 10 }),
    );
    relay.close();
    await this.#late();
    // Without the log, whose length is a matter of time.
    await this.#connect(
      "a customTimeout ends retries without a limit",
      this.#hosts.connection({ port, dialErrorLimit: -1 }),
      { timeoutSeconds: 1, log: false },
    );
  }

  async #late(): Promise<void> {
    const server = lateServer(2, this.#hosts.host);
    // Without the log: how often it tried is a matter of time.
    await this.#connect(
      "a port that refuses at first and answers later",
      this.#hosts.connection({ ...lateAddress, dialErrorLimit: 10 }),
      { log: false },
    );
    server.close();
  }

  async #proxies(): Promise<void> {
    const proxy = this.#hosts.proxyConnection();
    await this.#connect("through a proxy", this.#hosts.connection({ proxy }));
    const port = refusingPort;
    await this.#connect(
      "nobody behind the proxy",
      this.#hosts.connection({ port, dialErrorLimit: 1, proxy }),
    );
    await this.#connect("no proxy", this.#hosts.connection({ proxy: { ...proxy, port, dialErrorLimit: 1 } }));
    const { hostKey } = this.#hosts.host;
    await this.#connect(
      "another host key at the proxy",
      this.#hosts.connection({ proxy: { ...proxy, hostKey } }),
    );
    await this.#connect(
      "another host key behind the proxy",
      this.#hosts.connection({ proxy, hostKey: proxy.hostKey ?? "" }),
    );
    await this.#connect(
      "a proxy user who is not there",
      this.#hosts.connection({ proxy: { ...proxy, user: "no-one" } }),
    );
  }

  async #connect(step: string, connection: PropertyMap, options?: CreationOptions): Promise<void> {
    const command = new Lifecycle(this.#plugin, this.#recorder, "command:remote:Command", "login");
    await command.create(step, { create: "echo in", connection }, options);
  }
}

function withoutHostKey({ hostKey: _, ...connection }: PropertyMap): PropertyMap {
  return connection;
}
