import { type RolloutDescription, type ServiceDescription, ServiceManager } from "../description";
import { type NodeSettings, nodeNames } from "./nodeSettings";
import { PortRole, type ProductProfile } from "./profiles/productProfile";

/** The ports that a healthy node listens on; Spark opens its others as it needs them. */
const listened = [
  PortRole.Console,
  PortRole.Thrift,
  PortRole.ThriftSsl,
  PortRole.Hazelcast,
  PortRole.EventSync,
  PortRole.Management,
  PortRole.SparkMaster,
  PortRole.SparkWorker,
] as const;

/** The ports by which a node sees whether its peer is there: it must reach them anyway. */
const seen = [PortRole.EventSync, PortRole.Management] as const;

/** Seconds, with the defaults applied. */
export interface ServiceTimes {
  start: number;
  stop: number;
  steady: number;
}

export function serviceTimes(rollout: RolloutDescription = {}): ServiceTimes {
  const { startTimeoutSeconds = 600, stopTimeoutSeconds = 120, steadySeconds = 5 } = rollout;
  return { start: startTimeoutSeconds, stop: stopTimeoutSeconds, steady: steadySeconds };
}

/**
 * How one node is run and what it is like when it is healthy, as its scripts read it (`scripts/service.sh`). A change of
 * it restarts the node.
 */
export function serviceText(
  service: ServiceDescription = {},
  { heapVariable }: ProductProfile,
  nodes: readonly [NodeSettings, NodeSettings],
  node: 0 | 1,
): string {
  const own = nodes[node];
  const other = node === 0 ? 1 : 0;
  const peer = nodes[other];
  const lines = [
    ["address", own.address],
    ["spark", own.sparkAddress],
    ...listened.map((role) => ["port", role, own.ports[role].effective]),
    ["peer", nodeNames[other], peer.address, seen.map((role) => peer.ports[role].effective).join(",")],
    ["java", service.javaHome ?? "-"],
    ["heap", service.heapMegabytes ?? "-", ...(heapVariable === "JAVA_OPTS" ? [] : [heapVariable])],
    ["manager", service.manager ?? ServiceManager.Auto],
  ];
  return lines.map((line) => `${line.join(" ")}\n`).join("");
}

/** Where the event sync of a node with this service text listens: `address:port`. */
export function eventSyncIn(text = ""): string | undefined {
  const address = /^address (.*)$/m.exec(text)?.[1];
  const port = /^port eventSync (.*)$/m.exec(text)?.[1];
  return address === undefined || port === undefined ? undefined : `${address}:${port}`;
}
