import type { ClusterDescription } from "../description";
import type { EffectivePort } from "./ports";
import { PortRole } from "./profiles/productProfile";

type NodePorts = Record<PortRole, EffectivePort>;

/**
 * Where publishers send events: ready for API-M's `<DataPublisher>` settings. Thrift is sessionful, so the choice of
 * the node is the publisher's; no load balancer may stand in between.
 */
export interface ReceiverUrls {
  /** One node at a time, the other when it is gone: `{tcp://a:7612|tcp://b:7612}`. */
  failover: string;
  /** Events spread over both nodes: `{tcp://a:7612,tcp://b:7612}`. */
  loadBalance: string;
  /** The same two groups over TLS; publishers log in there in any case. */
  failoverSsl: string;
  loadBalanceSsl: string;
}

/** Where a node is reached. */
export interface Endpoints {
  console: string;
  thrift: string;
  thriftSsl: string;
}

/** The ports on which a node listens, by role. */
export function effectivePorts(ports: NodePorts): Record<string, number> {
  return Object.fromEntries(Object.values(PortRole).map((role) => [role, ports[role].effective]));
}

/** Of node1 and node2. */
export function endpointsOf({ nodes }: ClusterDescription, ports: readonly NodePorts[]): Endpoints[] {
  return ports.map((own, index) => {
    const address = nodes[index]?.address ?? "";
    return {
      console: `https://${address}:${own.console.effective}/carbon/`,
      thrift: `tcp://${address}:${own.thrift.effective}`,
      thriftSsl: `ssl://${address}:${own.thriftSsl.effective}`,
    };
  });
}

/** What both nodes' endpoints are for publishers. */
export function receiverUrls(nodes: readonly Endpoints[]): ReceiverUrls {
  const thrift = nodes.map((node) => node.thrift);
  const ssl = nodes.map((node) => node.thriftSsl);
  return {
    failover: `{${thrift.join("|")}}`,
    loadBalance: `{${thrift.join(",")}}`,
    failoverSsl: `{${ssl.join("|")}}`,
    loadBalanceSsl: `{${ssl.join(",")}}`,
  };
}
