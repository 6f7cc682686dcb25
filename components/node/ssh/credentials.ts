import type { ConnectConfig } from "ssh2";
import { readablePrivateKey } from "./privateKey";
import { agentKeyTypes } from "./sshAgent";

export interface SshCredentials {
  privateKey?: string;
  privateKeyPassword?: string;
  agentSocketPath?: string;
}

/** What to log in with. */
export interface Login {
  config: Pick<ConnectConfig, "privateKey" | "passphrase" | "agent">;
  /** To be told if the host lets nobody in with it. */
  hint: string;
}

/** Something is wrong with a private key, its passphrase or the agent: no attempt with it can succeed. */
export class CredentialsError extends Error {}

/**
 * The login that the command plugin makes of the same arguments (measured, see test/ssh/logins.test.ts): beside a private key the
 * agent is not asked for keys, and has to be there all the same.
 *
 * @throws CredentialsError
 */
export async function loginOf(
  { privateKey, privateKeyPassword, agentSocketPath }: SshCredentials,
  parseKey: typeof import("ssh2").utils.parseKey,
): Promise<Login> {
  const agent = agentSocketPath ?? (process.env.SSH_AUTH_SOCK || undefined);
  const types = agent === undefined ? [] : await typesIn(agent);
  if (privateKey === undefined) return { config: { agent }, hint: certificateHint(types) };
  const key = readable(privateKey);
  if (privateKeyPassword !== undefined && !(parseKey(key) instanceof Error))
    throw new CredentialsError("the private key has no passphrase; leave out privateKeyPassword");
  const parsed = parseKey(key, privateKeyPassword);
  if (parsed instanceof Error) throw new CredentialsError(`Cannot parse privateKey: ${parsed.message}`);
  if (!parsed.isPrivateKey())
    throw new CredentialsError("privateKey holds a public key; give the private one of the pair");
  return { config: { privateKey: key, passphrase: privateKeyPassword }, hint: "" };
}

function readable(privateKey: string): string {
  try {
    return readablePrivateKey(privateKey);
  } catch (error) {
    throw new CredentialsError((error as Error).message);
  }
}

async function typesIn(agent: string): Promise<string[]> {
  try {
    return await agentKeyTypes(agent);
  } catch (error) {
    throw new CredentialsError(
      `the SSH agent at ${agent} does not answer (${(error as Error).message}); start it, correct agentSocketPath, or unset SSH_AUTH_SOCK`,
    );
  }
}

/** ssh2 knows no certificates, with which the command plugin logs in. */
function certificateHint(types: readonly string[]): string {
  return types.some((type) => type.includes("-cert-"))
    ? "; the SSH agent has user certificates, which cannot be used: add the public key itself to authorized_keys"
    : "";
}
