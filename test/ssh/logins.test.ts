import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { runOverSsh, type SshEndpoint } from "../../components/node/ssh/sshSession";
import { SshHosts } from "../../tools/contract/sshHosts";
import { loginStep, SshLogins } from "../../tools/contract/sshLogins";
import { TranscriptRecorder } from "../../tools/contract/transcript";
import { readTranscript } from "../../tools/contract/transcriptFile";

/** What the real command plugin came to: `npm run contract` has recorded it. */
const recorded = readTranscript("command").steps as Record<string, { create?: { error?: string } }>;
const names = Object.keys(recorded).flatMap((step) => step.split(loginStep(""))[1] ?? []);

const folder = mkdtempSync(path.join(tmpdir(), "ssh-logins-"));
const endpoints = new Map<string, SshEndpoint>();
let hosts: SshHosts;
let logins: SshLogins;

beforeAll(async () => {
  vi.stubEnv("SSH_AUTH_SOCK", "");
  hosts = await SshHosts.start(folder, new TranscriptRecorder());
  logins = new SshLogins(hosts);
  for (const { name, connection } of await logins.all())
    endpoints.set(name, connection as unknown as SshEndpoint);
});
afterAll(async () => {
  logins.stop();
  await hosts.stop();
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

/** Its error, or undefined where the host has let us in. */
async function failureOf(endpoint: SshEndpoint | undefined): Promise<string | undefined> {
  if (endpoint === undefined) throw new Error("there is no such login; record the contract again");
  const run = { endpoint, command: "sh -s", script: "echo in\n", patienceSeconds: 0 };
  return runOverSsh(run).then(
    () => undefined,
    (error: Error) => error.message,
  );
}

describe("the library's own connection", () => {
  it("goes through every login that was recorded of the command plugin", () => {
    expect([...endpoints.keys()]).toEqual(names);
  });

  it.each(names)("logs in as the command plugin does with %s", async (name) => {
    const isRefused = recorded[loginStep(name)]?.create?.error !== undefined;
    const failure = await failureOf(endpoints.get(name));
    expect(failure !== undefined, failure).toBe(isRefused);
  });

  it("names user certificates, which ssh2 does not know: the command plugin logs in with them", async () => {
    const { connection } = await logins.certified();
    const failure = await failureOf(connection as unknown as SshEndpoint);
    expect(failure).toContain("the SSH agent has user certificates, which cannot be used");
  });

  it.each([
    ["an RSA key in PKCS#8 with its passphrase", /encrypted in PKCS#8; give it in OpenSSH's form/],
    ["a passphrase for a key without one", /has no passphrase; leave out privateKeyPassword/],
    ["a public key in place of a private one", /privateKey holds a public key/],
    ["an ed25519 key with a wrong passphrase", /Cannot parse privateKey: .*passphrase/],
    [
      "a key beside an agent that does not run",
      /the SSH agent at \S+ does not answer \(.*ENOENT.*\); start it/,
    ],
  ])("gives up at once, and says why, with %s", async (name, reason) => {
    const endpoint = endpoints.get(name) as SshEndpoint;
    const run = { endpoint, command: "sh -s", script: "echo in\n", patienceSeconds: 600 };
    await expect(runOverSsh(run)).rejects.toThrow(reason);
  });
});
