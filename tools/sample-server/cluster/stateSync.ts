import { connect } from "node:net";
import type { Endpoint } from "../configuration/endpoint";
import type { Ports } from "../ports";
import type { ServerLog } from "../serverLog";
import { LineChannel } from "./lineChannel";

interface SnapshotMessage {
  /** Who asks, or who answers. */
  member: string;
  state?: Record<string, number>;
  /** Why there is no state. */
  refusal?: string;
}

/** The state of this member, or why it gives none. */
export type TakeSnapshot = () => Promise<Pick<SnapshotMessage, "state" | "refusal">>;

const answerMilliseconds = 10_000;

/** No snapshot came, which the product does not try a second time: `HAManager` retries only what fails in restoring. */
export class SnapshotError extends Error {}

/** Gives snapshots to the passive member over the management port. */
export async function serveSnapshots(
  member: string,
  endpoint: Endpoint,
  ports: Ports,
  log: ServerLog,
  take: TakeSnapshot,
): Promise<void> {
  const source = "org.wso2.carbon.event.processor.manager.core.internal.HAManager";
  const listening = await ports.listen(endpoint, (socket) => {
    const channel = new LineChannel<SnapshotMessage>(socket, async () => {
      channel.send({ member, ...(await take()) });
      channel.end();
    });
  });
  const place = `${endpoint.host}:${endpoint.port}`;
  if (listening) log.info(source, `CEP HA Snapshot Server started on ${place}`);
  else log.error(source, `Cannot start CEP HA Snapshot Server on port ${place}`);
}

/** Takes a snapshot from the active member, from this address. */
export function requestSnapshot(
  own: { uuid: string; address: string },
  active: { uuid: string; management: Endpoint },
  log: ServerLog,
): Promise<Record<string, number>> {
  const source =
    "org.wso2.carbon.event.processor.manager.core.internal.thrift.ManagementServiceClientThriftImpl";
  const { host, port } = active.management;
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, localAddress: own.address });
    let problem = `Error in connecting to ${host}:${port}`;
    socket.setTimeout(answerMilliseconds, () => socket.destroy());
    const channel = new LineChannel<SnapshotMessage>(
      socket,
      ({ member, state, refusal }) => {
        if (member === active.uuid && state !== undefined) {
          log.info(source, "Snapshot received.");
          resolve(state);
        }
        if (refusal !== undefined) {
          problem = `Internal server error occurred at CEP member :${host}:${port}, ${refusal}`;
        }
        channel.destroy();
      },
      () => reject(new SnapshotError(problem)),
    );
    socket.on("connect", () => {
      log.info(source, `Requesting snapshot from ${host}:${port}`);
      problem = `Thrift error occurred when communicating to CEP member :${host}:${port}, no answer`;
      channel.send({ member: own.uuid });
    });
  });
}
