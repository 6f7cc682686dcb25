import { createConnection } from "node:net";
import type { AnyAuthMethod, ConnectConfig, NextAuthHandler, ParsedKey } from "ssh2";
import { readablePrivateKey } from "../../../components/node/ssh/privateKey";
import { goNetworkError } from "../goText";

/** One hop of a connection as the command plugin's schema has it, defaults filled in by Check. */
export interface SshEndpoint {
  host: string;
  port: number;
  user: string;
  password?: string;
  privateKey?: string;
  privateKeyPassword?: string;
  agentSocketPath?: string;
  /** As in `authorized_keys`: type, base64, comment. */
  hostKey?: string;
  /** Failed attempts allowed; -1 for any number. */
  dialErrorLimit: number;
  /** Seconds for the TCP connection of an attempt; 0 for no limit. */
  perDialTimeout: number;
}

/** One attempt to log in: what the client is told, and what made the attempt fail if it did. */
export interface LoginAttempt {
  config: ConnectConfig;
  failure(error: Error): Error;
}

/** A way to log in under the name the server offers it by. */
interface Method {
  name: string;
  use: AnyAuthMethod;
}

/**
 * Reads keys and looks for the agent, and gives what each attempt needs. As in the real plugin, a key that cannot
 * be read fails at once, and an agent that is named (or in SSH_AUTH_SOCK) must answer even when a key is given.
 */
export async function sshAuthentication(endpoint: SshEndpoint): Promise<() => LoginAttempt> {
  const hostKey = endpoint.hostKey === undefined ? undefined : await parseHostKey(endpoint.hostKey);
  const methods = await loginMethods(endpoint);
  return () => loginAttempt(endpoint.user, methods, hostKey);
}

function loginAttempt(
  username: string,
  methods: readonly Method[],
  hostKey: ParsedKey | undefined,
): LoginAttempt {
  const tried: string[] = [];
  let wrongHostKey = false;
  let noMethodLeft = false;

  const config: ConnectConfig = {
    username,
    readyTimeout: 0,
    ...(hostKey && { algorithms: { serverHostKey: [hostKey.type as never] } }),
    hostVerifier: (key: Buffer) => {
      wrongHostKey = hostKey !== undefined && !key.equals(hostKey.getPublicSSH());
      return !wrongHostKey;
    },
    authHandler: (offered: string[] | null, _partial: boolean, next: NextAuthHandler) => {
      // "none" first: its refusal names what the server offers. A second method of one name is never tried.
      const method: Method | undefined =
        tried.length === 0
          ? { name: "none", use: { type: "none", username } }
          : methods.find(({ name }) => !tried.includes(name) && (offered ?? []).includes(name));
      if (method === undefined) noMethodLeft = true;
      else tried.push(method.name);
      next(method?.use ?? (false as never));
    },
  };
  const reason = (error: Error): string => {
    if (wrongHostKey) return "ssh: host key mismatch";
    if (noMethodLeft) {
      return `ssh: unable to authenticate, attempted methods [${tried.join(" ")}], no supported methods remain`;
    }
    if (hostKey && /no matching host key/.test(error.message)) {
      return `ssh: no common algorithm for host key; we offered: [${hostKey.type}]`;
    }
    return error.message;
  };
  return { config, failure: (error) => new Error(`ssh: handshake failed: ${reason(error)}`) };
}

async function loginMethods(endpoint: SshEndpoint): Promise<Method[]> {
  const methods: Method[] = [];
  const { user: username, password } = endpoint;
  if (endpoint.privateKey !== undefined) {
    const key = await parsePrivateKey(endpoint.privateKey, endpoint.privateKeyPassword);
    methods.push({ name: "publickey", use: { type: "publickey", username, key } });
  }
  if (password !== undefined) {
    methods.push({ name: "password", use: { type: "password", username, password } });
    methods.push({
      name: "keyboard-interactive",
      use: {
        type: "keyboard-interactive",
        username,
        prompt: (_name, _instructions, _language, prompts, finish) => finish(prompts.map(() => password)),
      },
    });
  }
  const agent = endpoint.agentSocketPath ?? process.env.SSH_AUTH_SOCK;
  if (agent) {
    await connectToAgent(agent);
    methods.push({ name: "publickey", use: { type: "agent", username, agent } });
  }
  return methods;
}

async function parseHostKey(text: string): Promise<ParsedKey> {
  const { utils } = await import("ssh2");
  // What stands before the key's type counts as options, so that a line of known_hosts passes too.
  const [line] = /(?:ssh|ecdsa|sk)-\S+\s+[\w+/=]+/.exec(text) ?? [""];
  const key = utils.parseKey(line);
  if (key instanceof Error) throw new Error("failed to parse host key: ssh: no key found");
  return key;
}

async function parsePrivateKey(text: string, passphrase: string | undefined): Promise<ParsedKey> {
  const { utils } = await import("ssh2");
  if (text.includes("-----BEGIN ENCRYPTED PRIVATE KEY-----")) {
    const problem =
      passphrase === undefined ? 'unsupported key type "ENCRYPTED PRIVATE KEY"' : "not an encrypted key";
    throw new Error(`ssh: ${problem}`);
  }
  text = readablePrivateKey(text);
  const key = utils.parseKey(text, passphrase);
  if (!(key instanceof Error)) {
    if (!key.isPrivateKey()) throw new Error("ssh: no key found");
    // Refused there, although the key can be read.
    const isOpen = passphrase !== undefined && !(utils.parseKey(text) instanceof Error);
    if (isOpen) throw new Error("ssh: key is not password protected");
    return key;
  }
  if (/no passphrase/i.test(key.message)) throw new Error("ssh: this private key is passphrase protected");
  if (/bad passphrase|bad decrypt|integrity check/i.test(key.message)) {
    throw new Error("x509: decryption password incorrect");
  }
  throw new Error("ssh: no key found");
}

function connectToAgent(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ path });
    socket.once("error", (error) => reject(goNetworkError(error, "dial unix", path)));
    socket.once("connect", () => {
      socket.destroy();
      resolve();
    });
  });
}
