import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { MarkedSecrets } from "./markedSecrets";

const name = "mysql-connector-java-5.1.49.jar";
const content = Buffer.from("A JDBC driver that nothing loads.");

/** Hands out a JDBC driver to whoever knows the token in its URL. */
export class DriverServer {
  readonly url: string;
  readonly sha256 = createHash("sha256").update(content).digest("hex");
  private readonly server: Server;

  private constructor(server: Server, token: string) {
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}?token=${token}`;
    this.server = server;
  }

  static async start(secrets: MarkedSecrets): Promise<DriverServer> {
    const token = secrets.make("token in the URL of a download");
    const server = createServer(({ url = "" }, response) => {
      if (!url.endsWith(`?token=${token}`)) response.statusCode = 403;
      response.end(content);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    return new DriverServer(server, token);
  }

  end(): void {
    this.server.close();
  }
}
