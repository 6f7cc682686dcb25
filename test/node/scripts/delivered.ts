import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir, userInfo } from "node:os";
import * as path from "node:path";
import { RemoteScript, type RequestLine, scriptWithRequest } from "../../../components/node/remoteScript";
import { writeZip } from "../../render/distribution/zipFile";
import { type Finished, runShell, type Session } from "./nodeShell";

export const user = userInfo().username;

/** A zip with these files in its one folder. */
export async function zipOf(files: Record<string, string>): Promise<Buffer> {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "zip-")), "product.zip");
  await writeZip(
    file,
    Object.entries(files).map(([name, text]) => ({
      name: `wso2am-analytics-2.1.0/${name}`,
      bytes: Buffer.from(text),
    })),
  );
  return readFileSync(file);
}

export function sha256(content: Buffer | string): string {
  return createHash("sha256").update(content).digest("hex");
}

/** A node without a product, and the folder into which files are copied there. */
export class EmptyNode {
  readonly folder = mkdtempSync(path.join(tmpdir(), "node-"));
  readonly path = path.join(this.folder, "opt/product");
  readonly state = `${this.path}.deployment`;
  readonly login = mkdtempSync(path.join(tmpdir(), "login-"));

  /** @param digest of what was to arrive */
  copy(content: Buffer | string, digest = sha256(content)): string {
    writeFileSync(path.join(this.login, `.node1-${digest}`), content);
    return digest;
  }

  prepare(shell: string, lines: readonly RequestLine[], session: Session = {}): Promise<Finished> {
    const request: RequestLine[] = [["home", this.path], ["incoming", "nobody-here", ".node1"], ...lines];
    const environment = { ...(session.environment ?? process.env), HOME: this.login };
    return runShell(shell, scriptWithRequest(RemoteScript.Prepare, request), { ...session, environment });
  }
}

/** Serves files on loopback by their names, and counts how often each was asked for. */
export class FileServer {
  readonly asked: string[] = [];
  private readonly server: Server;

  constructor(files: Record<string, Buffer | string>) {
    this.server = createServer((request, response) => {
      const name = (request.url ?? "/").slice(1);
      this.asked.push(name);
      const content = files[name];
      response.writeHead(content === undefined ? 404 : 200).end(content);
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
  }
}
