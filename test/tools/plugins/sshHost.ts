import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, vi } from "vitest";
import { type SshServer, startSshServer } from "../../../tools/machine/sshServer";
import type { PropertyMap } from "../../../tools/plugins/protocol/propertyValue";

export interface SshHost {
  server: SshServer;
  folder: string;
  /** What Check makes of a connection to the server, with these changes. */
  connection(changes?: PropertyMap): PropertyMap;
}

/** One OpenSSH server for the tests of a file; `host()` is there once they run. */
export function useSshHost(settings: readonly string[] = []): () => SshHost {
  let host: SshHost | undefined;
  const folder = mkdtempSync(path.join(tmpdir(), "plugins-ssh-"));
  vi.setConfig({ testTimeout: 60_000 });
  beforeAll(async () => {
    const server = await startSshServer({ folder: path.join(folder, "sshd"), settings });
    const { host: address, port, user, privateKey, hostKey } = server;
    const login = { host: address, port, user, privateKey, hostKey, dialErrorLimit: 0, perDialTimeout: 15 };
    host = { server, folder, connection: (changes) => ({ ...login, ...changes }) };
  }, 60_000);
  afterAll(async () => {
    await host?.server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    if (host === undefined) throw new Error("the SSH server is not started yet");
    return host;
  };
}
