import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { PropertyMap } from "../plugins/protocol/propertyValue";
import type { SshHosts } from "./sshHosts";

/** A way to log in to a host, or not. */
export interface SshLogin {
  name: string;
  connection: PropertyMap;
}

/** The step of the transcript in which the command plugin logs in so. */
export function loginStep(name: string): string {
  return `a login with ${name}`;
}

interface KeyKind {
  name: string;
  words: readonly string[];
}

const openSsh: KeyKind[] = [
  { name: "an ed25519 key", words: ["-t", "ed25519"] },
  { name: "an ECDSA key of 256 bits", words: ["-t", "ecdsa", "-b", "256"] },
  { name: "an ECDSA key of 521 bits", words: ["-t", "ecdsa", "-b", "521"] },
  { name: "an RSA key of 2048 bits", words: ["-t", "rsa", "-b", "2048"] },
  { name: "an RSA key of 4096 bits", words: ["-t", "rsa", "-b", "4096"] },
];
const pem: KeyKind[] = [
  { name: "an RSA key in PEM", words: ["-t", "rsa", "-b", "2048", "-m", "PEM"] },
  { name: "an ECDSA key in PEM", words: ["-t", "ecdsa", "-m", "PEM"] },
];
const pkcs8: KeyKind[] = [
  { name: "an RSA key in PKCS#8", words: ["-t", "rsa", "-b", "2048", "-m", "PKCS8"] },
  { name: "an ECDSA key in PKCS#8", words: ["-t", "ecdsa", "-m", "PKCS8"] },
];

/** Ways to log in, with keys that are made for them. Both kinds of connections, the library's own and the command plugin's, take the same. */
export class SshLogins {
  readonly #hosts: SshHosts;
  readonly #folder: string;
  readonly #agents: ChildProcess[] = [];
  #keys = 0;

  constructor(hosts: SshHosts) {
    this.#hosts = hosts;
    this.#folder = path.join(hosts.folder, "logins");
    mkdirSync(this.#folder);
  }

  async all(): Promise<SshLogin[]> {
    return [...this.#plainKeys(), ...this.#lockedKeys(), ...(await this.#agentLogins())];
  }

  /** Not among all, as the offline plugin cannot use it. The real one logs in (measured with 1.2.1). */
  async certified(): Promise<SshLogin> {
    const key = this.#makeKey(["-t", "ed25519"], { isKnown: false });
    this.#certify(key);
    return this.#login("an agent with a user certificate", {
      agentSocketPath: await this.#startAgent([key]),
    });
  }

  stop(): void {
    for (const agent of this.#agents) agent.kill();
  }

  #plainKeys(): SshLogin[] {
    const kinds = [...openSsh, ...pem, ...pkcs8].map(({ name, words }) =>
      this.#login(name, { privateKey: text(this.#makeKey(words)) }),
    );
    const ed25519 = this.#ed25519InPkcs8();
    const unknown = text(this.#makeKey(["-t", "ed25519"], { isKnown: false }));
    return [
      ...kinds,
      this.#login("an ed25519 key in PKCS#8", { privateKey: ed25519 }),
      this.#login("a key that the host does not know", { privateKey: unknown }),
      this.#login("a public key in place of a private one", { privateKey: this.#hosts.host.hostKey }),
    ];
  }

  #lockedKeys(): SshLogin[] {
    const passphrase = "opens it";
    const locked = [...openSsh, ...pem, ...pkcs8].flatMap(({ name, words }) => {
      const privateKey = text(this.#makeKey(words, { passphrase }));
      return [
        this.#login(`${name} with its passphrase`, { privateKey, privateKeyPassword: passphrase }),
        this.#login(`${name} with a wrong passphrase`, { privateKey, privateKeyPassword: "wrong" }),
        this.#login(`${name} without its passphrase`, { privateKey }),
      ];
    });
    const privateKey = text(this.#makeKey(["-t", "ed25519"]));
    const needless = { privateKey, privateKeyPassword: passphrase };
    return [...locked, this.#login("a passphrase for a key without one", needless)];
  }

  async #agentLogins(): Promise<SshLogin[]> {
    const known = this.#makeKey(["-t", "ed25519"]);
    const rsa = this.#makeKey(["-t", "rsa", "-b", "2048"]);
    const others = [1, 2, 3].map(() => this.#makeKey(["-t", "ed25519"], { isKnown: false }));
    const nowhere = path.join(this.#folder, "no-agent");
    const agent = {
      known: await this.#startAgent([known]),
      rsa: await this.#startAgent([rsa]),
      last: await this.#startAgent([...others, known]),
      others: await this.#startAgent(others),
      empty: await this.#startAgent([]),
    };
    const through = (agentSocketPath: string) => ({
      ...withoutKey(this.#hosts.proxyConnection()),
      agentSocketPath,
    });
    const toProxy = await this.#startAgent([this.#hosts.proxy.privateKeyFile, known]);
    return [
      this.#login("an agent with the key", { agentSocketPath: agent.known }),
      this.#login("an agent with an RSA key", { agentSocketPath: agent.rsa }),
      this.#login("an agent with the key as its last", { agentSocketPath: agent.last }),
      this.#login("an agent with other keys", { agentSocketPath: agent.others }),
      this.#login("an agent without a key", { agentSocketPath: agent.empty }),
      this.#login("a key beside an agent with others", {
        privateKey: text(known),
        agentSocketPath: agent.others,
      }),
      this.#login("a key beside an agent that does not run", {
        privateKey: text(known),
        agentSocketPath: nowhere,
      }),
      this.#login("another key beside an agent with the right one", {
        privateKey: text(others[0] ?? ""),
        agentSocketPath: agent.known,
      }),
      this.#login("a bastion with a key of its own", {
        privateKey: text(rsa),
        proxy: this.#hosts.proxyConnection(),
      }),
      this.#login("a bastion and a host with an agent", {
        agentSocketPath: toProxy,
        proxy: through(toProxy),
      }),
      this.#login("a bastion that does not know the agent's key", {
        agentSocketPath: agent.known,
        proxy: through(agent.known),
      }),
    ];
  }

  #login(name: string, way: PropertyMap): SshLogin {
    return { name, connection: { ...withoutKey(this.#hosts.connection()), ...way } };
  }

  #makeKey(words: readonly string[], { isKnown = true, passphrase = "" } = {}): string {
    const file = path.join(this.#folder, `key${++this.#keys}`);
    execFileSync("ssh-keygen", ["-q", ...words, "-N", passphrase, "-f", file]);
    if (isKnown) this.#authorize(text(`${file}.pub`));
    return file;
  }

  /** ssh-keygen does not write it. */
  #ed25519InPkcs8(): string {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const type = "ssh-ed25519";
    const point = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
    this.#authorize(`${type} ${Buffer.concat([type, point].map(field)).toString("base64")}\n`);
    return privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  }

  #authorize(publicKey: string): void {
    appendFileSync(path.join(this.#hosts.folder, "host/authorized_keys"), publicKey);
  }

  /** By the authority of which the host takes certificates. */
  #certify(file: string): void {
    const { authority, host } = this.#hosts;
    execFileSync("ssh-keygen", ["-q", "-s", authority, "-I", "someone", "-n", host.user, `${file}.pub`]);
  }

  async #startAgent(keys: readonly string[]): Promise<string> {
    const socket = path.join(this.#folder, `agent${this.#agents.length}`);
    const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: ["ignore", "pipe", "ignore"] });
    this.#agents.push(agent);
    await once(agent.stdout, "data");
    const environment = { ...process.env, SSH_AUTH_SOCK: socket };
    for (const key of keys) execFileSync("ssh-add", ["-q", key], { env: environment });
    return socket;
  }
}

function text(file: string): string {
  return readFileSync(file, "utf8");
}

/** As SSH writes a field of a key. */
function field(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function withoutKey({ privateKey: _, ...connection }: PropertyMap): PropertyMap {
  return connection;
}
