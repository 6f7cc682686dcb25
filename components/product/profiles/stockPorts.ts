import { type PortRole, PortScope, type ProfilePort } from "./productProfile";

/**
 * The ports of versions with carbon-analytics-common 5.1.0 or later. All but Hazelcast's follow the offset.
 *
 * The specification says that event sync and management do not. Their code adds the offset (`HAConfiguration`, which calls
 * `CarbonUtils.getPortOffset`), so with the stock offset 1 the nodes listen on 11225 and 10006.
 */
export const stockPorts: Record<PortRole, ProfilePort> = {
  console: clients(9443, "management console and REST API, HTTPS"),
  consoleHttp: closed(9763, "management console, HTTP"),
  thrift: clients(7611, "events from publishers, thrift"),
  thriftSsl: clients(7711, "events and authentication of publishers, thrift over TLS"),
  binary: closed(9611, "events from publishers, binary"),
  binarySsl: closed(9711, "events from publishers, binary over TLS"),
  hazelcast: fixed(nodes(4000, "cluster membership, Hazelcast")),
  eventSync: nodes(11224, "event sync between the nodes"),
  management: nodes(10005, "state sync between the nodes, HA management"),
  presentation: closed(11000, "HA presentation, on a presenter that is no worker"),
  sparkMaster: nodes(7077, "Spark master"),
  // Takes jobs from whoever reaches it.
  sparkMasterRest: closed(6066, "Spark master, REST"),
  sparkMasterUi: closed(8081, "Spark master, web pages"),
  sparkWorker: nodes(11000, "Spark worker"),
  sparkWorkerUi: closed(11500, "Spark worker, web pages"),
  sparkUi: closed(4040, "Spark application, web pages"),
  sparkBlockManager: { ...nodes(12000, "Spark block manager"), retries: 16 },
  sparkBroadcast: { ...nodes(12500, "Spark broadcast"), retries: 16 },
  sparkDriver: { ...nodes(13000, "Spark driver"), retries: 16 },
  sparkExecutor: { ...nodes(13500, "Spark executor"), retries: 16 },
  sparkFileServer: { ...nodes(14000, "Spark file server"), retries: 16 },
  sparkReplClassServer: { ...nodes(14500, "Spark REPL class server"), retries: 16 },
  jmxRegistry: closed(9999, "JMX, RMI registry"),
  jmxServer: closed(11111, "JMX, RMI server"),
};

/** With carbon-analytics-common 5.0.8 the HA ports do not follow the offset either, as the specification says. */
export const portsOf508: Record<PortRole, ProfilePort> = {
  ...stockPorts,
  eventSync: fixed(stockPorts.eventSync),
  management: fixed(stockPorts.management),
  presentation: fixed(stockPorts.presentation),
};

function nodes(configured: number, purpose: string): ProfilePort {
  return { configured, shifted: true, scope: PortScope.Nodes, purpose };
}

function clients(configured: number, purpose: string): ProfilePort {
  return { configured, shifted: true, scope: PortScope.Clients, purpose };
}

function closed(configured: number, purpose: string): ProfilePort {
  return { configured, shifted: true, scope: PortScope.Closed, purpose };
}

function fixed(port: ProfilePort): ProfilePort {
  return { ...port, shifted: false };
}
