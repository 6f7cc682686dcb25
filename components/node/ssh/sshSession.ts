import { createInterface } from "node:readline";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client, ConnectConfig } from "ssh2";
import { printable, printableLines } from "../../description";
import { CredentialsError, loginOf, type SshCredentials } from "./credentials";
import { fingerprint, keyText, verifiableKeyTypes } from "./hostKey";
import type { HostKeyPin } from "./hostKeyPin";

/** Where and how to log in, as `remote.Command` takes it. */
export interface SshEndpoint extends SshCredentials {
  host: string;
  port?: number;
  user?: string;
  /** `ssh-ed25519 AAAA…`. Without it and without a pin any host is accepted. */
  hostKey?: string;
  /** Whether `hostKey` was met at the first contact, and not given. */
  isPinned?: boolean;
  /** For a host of which no key is given. */
  pin?: HostKeyPin;
  proxy?: SshEndpoint;
}

export interface SshRun {
  endpoint: SshEndpoint;
  command: string;
  /** For its standard input. */
  script: string;
  /** How long a host that does not answer is tried. */
  patienceSeconds: number;
  onLine?: (line: string) => void;
  /** For a host that may answer anything, or for ever. Default: none. */
  limits?: ReplyLimits;
}

export interface ReplyLimits {
  /** From the first attempt until the command has ended. */
  seconds: number;
  /** Of what it prints; the rest is not read. */
  bytes: number;
}

/** A host that could not be logged in to in time. */
export class UnreachableError extends Error {}

/** Another host answered, or somebody in its place; nothing was sent to it. */
export class HostKeyError extends Error {}

/** All that a command printed. */
export interface SshReply {
  output: string;
  complaints: string;
  /** Undefined where a signal ended it. */
  code: number | undefined;
}

/**
 * Runs a script on a host from inside a program, which `remote.Command` can do only as a resource.
 *
 * @returns its standard output
 * @throws UnreachableError
 * @throws Error with the script's own sentence where it fails
 */
export async function runOverSsh(run: SshRun): Promise<string> {
  const { output, complaints, code } = await askOverSsh(run);
  if (code !== 0) throw new Error(failureOf(complaints, code));
  return output;
}

/**
 * The same for a host that may answer anything.
 *
 * @throws UnreachableError where nobody answers, or not in time
 * @throws HostKeyError
 */
export async function askOverSsh(run: SshRun): Promise<SshReply> {
  const began = Date.now();
  const clients = await dial(run.endpoint, run.patienceSeconds);
  try {
    return await execute(clients[0] as Client, run, began);
  } finally {
    for (const client of clients) client.end();
  }
}

/** Logs in, and tries so for a while. The client of the host comes first, then that of the way there. */
export async function dial(endpoint: SshEndpoint, patienceSeconds: number): Promise<Client[]> {
  const deadline = Date.now() + patienceSeconds * 1000;
  for (let wait = 100; ; wait = Math.min(5000, wait * 1.5)) {
    try {
      return await connect(endpoint, Math.min(20, Math.max(1, patienceSeconds)));
    } catch (error) {
      if (error instanceof HostKeyError) throw error;
      // Hosts lock out those who fail to log in often.
      if (isRefused(error)) wait = Math.max(wait, 5000);
      if (isUnusableKey(error) || Date.now() + wait > deadline) {
        throw new UnreachableError(
          printable(`${endpoint.host} cannot be reached by SSH: ${(error as Error).message}`),
        );
      }
    }
    await sleep(wait);
  }
}

function isRefused(error: unknown): boolean {
  return (error as { level?: string }).level === "client-authentication";
}

/** No further attempt changes them, or the keys that a host has. */
function isUnusableKey(error: unknown): boolean {
  return error instanceof NoKeyError || error instanceof CredentialsError;
}

/** A host without a key of a type that can be verified. */
class NoKeyError extends Error {}

function noKeyError(check: HostKeyCheck | undefined): NoKeyError {
  const types = check?.types === verifiableKeyTypes ? "ed25519 or ECDSA" : check?.types.join(", ");
  return new NoKeyError(
    `it has no host key of type ${types}, which can be verified; make one there (ssh-keygen -A) and restart its sshd`,
  );
}

function isWithoutKey({ message }: Error): boolean {
  return /no matching host key format/.test(message);
}

/** The client of the host, then that of the way there. */
async function connect({ proxy, ...endpoint }: SshEndpoint, seconds: number): Promise<Client[]> {
  if (proxy === undefined) return [await logIn(endpoint, seconds)];
  const gateway = await logIn(proxy, seconds);
  try {
    return [await logIn(endpoint, seconds, await tunnel(gateway, endpoint, seconds)), gateway];
  } catch (error) {
    gateway.end();
    throw error;
  }
}

/** ssh2 is loaded when a host is logged in to, and not before: most programs never do. */
async function logIn(endpoint: SshEndpoint, seconds: number, sock?: Duplex): Promise<Client> {
  const { Client, utils } = require("ssh2") as typeof import("ssh2");
  const login = await loginOf(endpoint, utils.parseKey);
  const client = new Client();
  const config: ConnectConfig = {
    host: endpoint.host,
    port: endpoint.port ?? 22,
    username: endpoint.user ?? "root",
    ...login.config,
    readyTimeout: seconds * 1000,
    // A VM that dies meanwhile says nothing.
    keepaliveInterval: 15_000,
    ...(sock === undefined ? {} : { sock: sock as ConnectConfig["sock"] }),
  };
  let keyError: HostKeyError | undefined;
  const check = hostKeyCheck(endpoint, utils.parseKey);
  if (check !== undefined) {
    config.algorithms = { serverHostKey: check.types as never };
    config.hostVerifier = (key: Buffer, verify: (isRight: boolean) => void) => {
      void check.errorOf(keyText(key)).then((error) => {
        keyError = error;
        verify(error === undefined);
      });
    };
  }
  return new Promise((resolve, reject) => {
    client.on("error", (error) => {
      if (isRefused(error)) error.message += login.hint;
      reject(keyError ?? (isWithoutKey(error) ? noKeyError(check) : error));
    });
    client.once("close", () => reject(new Error("the connection was closed")));
    client.once("ready", () => resolve(client));
    client.connect(config);
    // A login consists of small messages, each of which the kernel would hold back for the answer to the one before.
    client.setNoDelay();
  });
}

function tunnel(gateway: Client, { host, port = 22 }: SshEndpoint, seconds: number): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    // Rejected after it has been resolved, it stays as it is.
    setTimeout(() => reject(new Error("the bastion did not open a connection")), seconds * 1000).unref();
    gateway.forwardOut("127.0.0.1", 0, host, port, (error, channel) =>
      error === undefined ? resolve(channel) : reject(error),
    );
  });
}

/** How a host is recognised before anything is sent to it. */
interface HostKeyCheck {
  /** The types of keys that it may have. */
  types: readonly string[];
  errorOf(key: string): Promise<HostKeyError | undefined>;
}

function hostKeyCheck(
  { host, hostKey, isPinned = false, pin }: SshEndpoint,
  parseKey: typeof import("ssh2").utils.parseKey,
): HostKeyCheck | undefined {
  if (hostKey !== undefined) {
    const given = parseKey(hostKey.trim());
    if (given instanceof Error) throw new Error("its host key cannot be read");
    const wanted = keyText(given.getPublicSSH());
    const error = async (key: string) =>
      key === wanted
        ? undefined
        : hostKeyError(
            host,
            key,
            [isPinned ? "the one pinned at the first contact" : "the one given for it", wanted],
            isPinned ? "accept its key (docs/secrets.md)" : "give its new key",
          );
    return { types: [given.type], errorOf: error };
  }
  if (pin === undefined) return undefined;
  const error = async (key: string) => {
    const { key: kept, remedy } = await pin.meet(key);
    const isRight = kept === undefined || kept === key;
    return isRight ? undefined : hostKeyError(host, key, ["at the first contact", kept], remedy);
  };
  return { types: verifiableKeyTypes, errorOf: error };
}

function hostKeyError(
  host: string,
  key: string,
  [origin, wanted]: [string, string],
  remedy: string,
): HostKeyError {
  return new HostKeyError(
    `${host} has another host key, ${fingerprint(key)}, than ${origin}, ${fingerprint(wanted)}; ` +
      `if the host was replaced, ${remedy}, else find out who answers there`,
  );
}

/**
 * Runs a script over a connection.
 *
 * @param began when the first attempt to reach the host was made
 */
export function execute(
  client: Client,
  { endpoint, command, script, onLine, limits }: Omit<SshRun, "patienceSeconds">,
  began: number,
): Promise<SshReply> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    const lost = () => fail(new Error("the connection was lost"));
    client.once("close", lost);
    const timer =
      limits &&
      setTimeout(
        () => {
          const problem = `did not answer within ${limits.seconds} s, although it took the connection`;
          reject(new UnreachableError(`${endpoint.host} ${problem}`));
          client.destroy();
        },
        Math.max(1000, began + limits.seconds * 1000 - Date.now()),
      );
    client.exec(command, (error, channel) => {
      if (error !== undefined) return fail(error);
      let output = "";
      let complaints = "";
      const end = (code: number | undefined) => {
        clearTimeout(timer);
        client.off("close", lost);
        resolve({ output, complaints, code });
      };
      const endWhereTooMuch = () => {
        if (limits === undefined || output.length + complaints.length <= limits.bytes) return;
        end(undefined);
        client.destroy();
      };
      channel.on("data", (data: Buffer) => {
        output += String(data);
        endWhereTooMuch();
      });
      if (onLine !== undefined) createInterface({ input: channel }).on("line", onLine);
      channel.stderr.on("data", (data: Buffer) => {
        complaints += String(data);
        endWhereTooMuch();
      });
      channel.on("close", end);
      // A host that runs something else may not read it.
      channel.on("error", () => undefined);
      channel.end(script);
    });
  });
}

/** What a script of ours says when it fails, see `fail` in scripts/common.sh. */
export function failureOf(complaints: string, code: number | undefined): string {
  const at = complaints.lastIndexOf("error: ");
  return at === -1
    ? `its script ended with ${code ?? "a signal"}`
    : printableLines(complaints.slice(at + 7).trim());
}
