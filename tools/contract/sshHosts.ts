import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { type SshServer, startSshServer } from "../machine/sshServer";
import type { PropertyMap } from "../plugins/protocol/propertyValue";
import type { TranscriptRecorder } from "./transcript";

/** A host, another one that is gone through to reach it, and a folder for what is made on the way. */
export class SshHosts {
  readonly host: SshServer;
  readonly proxy: SshServer;
  readonly folder: string;

  private constructor(host: SshServer, proxy: SshServer, folder: string) {
    this.host = host;
    this.proxy = proxy;
    this.folder = folder;
  }

  /** The private key with which user certificates for the host are made. */
  get authority(): string {
    return authorityIn(this.folder);
  }

  static async start(folder: string, recorder: TranscriptRecorder): Promise<SshHosts> {
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", authorityIn(folder)]);
    const settings = ["AcceptEnv ALLOWED", `TrustedUserCAKeys "${authorityIn(folder)}.pub"`];
    const host = await startSshServer({ folder: path.join(folder, "host"), settings });
    const proxy = await startSshServer({ folder: path.join(folder, "proxy") });
    for (const [name, server] of Object.entries({ host, proxy })) {
      recorder.name(String(server.port), `${name}'s port`);
      recorder.name(server.privateKey, `key to the ${name}`);
      recorder.name(server.hostKey, `${name}'s key`);
    }
    recorder.name(folder, "folder");
    return new SshHosts(host, proxy, folder);
  }

  async stop(): Promise<void> {
    await Promise.all([this.host.stop(), this.proxy.stop()]);
  }

  connection(changes: PropertyMap = {}): PropertyMap {
    return { ...login(this.host), ...changes };
  }

  proxyConnection(): PropertyMap {
    return login(this.proxy);
  }

  makeKey(name: string, password = ""): string {
    const file = path.join(this.folder, name);
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", password, "-f", file]);
    return readFileSync(file, "utf8");
  }
}

function authorityIn(folder: string): string {
  return path.join(folder, "authority");
}

function login({ host, port, user, privateKey, hostKey }: SshServer): PropertyMap {
  return { host, port, user, privateKey, hostKey, dialErrorLimit: 0, perDialTimeout: 15 };
}
