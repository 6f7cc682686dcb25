import { createServer } from "node:http";
import { createInterface } from "node:readline";
import type { EventCounts } from "./cluster/eventCounts";
import type { Configuration } from "./configuration/configuration";
import type { Ports } from "./ports";
import type { ServerLog } from "./serverLog";

const thriftSource = "org.wso2.carbon.databridge.receiver.thrift.ThriftDataReceiver";

/** The ports of the publishers. An event is a line of text, its name; thrift itself is not spoken. */
export async function openReceivers(
  { address, ports: { thrift, thriftSsl } }: Configuration,
  ports: Ports,
  log: ServerLog,
  receive: (event: string) => void,
): Promise<void> {
  const secure = await ports.listen({ host: address, port: thriftSsl }, (socket) => socket.resume());
  if (!secure) return cannotStart(thriftSsl);
  log.info(thriftSource, `Thrift Server started at ${address}`);
  log.info(thriftSource, `Thrift SSL port : ${thriftSsl}`);
  const plain = await ports.listen({ host: address, port: thrift }, (socket) => {
    createInterface({ input: socket })
      .on("line", receive)
      .on("error", () => undefined);
  });
  if (!plain) return cannotStart(thrift);
  log.info(thriftSource, `Thrift port : ${thrift}`);

  function cannotStart(port: number): void {
    const observer = "org.wso2.carbon.databridge.receiver.thrift.internal.ThriftServerStartupObserver";
    log.error(observer, `Can not create and start Agent Server: cannot start agent server on port ${port}`);
  }
}

/** The console's two ports; over HTTP it tells the state, which the product's does not. False where one is taken. */
export async function openConsole(
  { address, ports: { console, consoleHttp } }: Configuration,
  ports: Ports,
  log: ServerLog,
  counts: EventCounts,
): Promise<boolean> {
  const pages = createServer((_, response) => response.end(JSON.stringify(counts.snapshot())));
  const opened = await Promise.all([
    ports.listen({ host: address, port: console }, (socket) => socket.end()),
    ports.listen({ host: address, port: consoleHttp }, (socket) => pages.emit("connection", socket)),
  ]);
  const source = "org.wso2.carbon.core.internal.StartupFinalizerServiceComponent";
  if (!opened.every(Boolean)) log.fatal(source, "Cannot start transports");
  return opened.every(Boolean);
}
