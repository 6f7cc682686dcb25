import {
  type ClusterDescription,
  type DeploymentSynchronizerDescription,
  databaseNames,
  NodeName,
  type OverrideDescription,
  Presenter,
  SecureVault,
  statisticsDatabaseOf,
} from "../description";
import { configuredPorts, type EffectivePort, portMap } from "./ports";
import type { PortRole, ProductProfile } from "./profiles/productProfile";
import { type RegistryTarget, registryTargets } from "./registryTargets";
import { jdbcParameters } from "./verifiedTls";

/** Everything that the files of one node are made from, with the defaults applied. */
export interface NodeSettings {
  address: string;
  sparkAddress: string;
  ports: Record<PortRole, EffectivePort>;
  /** Both nodes, the same list on both. */
  members: readonly Member[];
  domain: string;
  groupPassword: string | undefined;
  failureDetectionSeconds: number | undefined;
  /** Undefined where the product reads nothing of it inside the HA mode. */
  statePersistence: boolean | undefined;
  presenter: PresenterSettings | undefined;
  datasources: Datasources;
  registryTargets: readonly RegistryTarget[];
  secureVault: SecureVault;
  symbolicLink: string | undefined;
  /** Only when asked for; else the distribution's own offset stays. */
  portOffset: number | undefined;
  deploymentSynchronizer: DeploymentSynchronizerSettings | undefined;
  overrides: readonly OverrideDescription[];
}

/** A member of the Hazelcast cluster. */
export interface Member {
  address: string;
  port: number;
}

/** The presenter's address and port, the same on both nodes, and whether this node is the presenter. */
export interface PresenterSettings {
  address: string;
  port: number;
  isThisNode: boolean;
}

export interface Datasources {
  user: Datasource;
  registry: Datasource;
  eventStore: Datasource;
  processedData: Datasource;
  statistics: Datasource | undefined;
  /** Identifies the registry database; the same on both nodes, whatever their homes. */
  registryId: string;
}

export interface Datasource {
  url: string;
  username: string;
  password: string;
}

export interface DeploymentSynchronizerSettings extends DeploymentSynchronizerDescription {
  /** Whether this node commits what is deployed on it. */
  commits: boolean;
}

export const nodeNames = [NodeName.Node1, NodeName.Node2] as const;

/**
 * The settings of one of the two nodes. What differs between them comes from `description.nodes[node]` alone.
 *
 * @param offset the port offset in force on both nodes
 */
export function nodeSettings(
  description: ClusterDescription,
  profile: ProductProfile,
  offset: number,
  node: 0 | 1,
): NodeSettings {
  const ports = description.nodes.map((_, index) =>
    portMap(profile, offset, configuredPorts(description, index)),
  );
  const own = description.nodes[node];
  const ownPorts = ports[node];
  if (own === undefined || ownPorts === undefined) {
    throw new Error(`the description has no node ${node}`);
  }
  const name = nodeNames[node];
  const synchronizer = description.deploymentSynchronizer;
  return {
    address: own.address,
    sparkAddress: own.sparkAddress ?? own.address,
    ports: ownPorts,
    members: description.nodes.map(({ address }, index) => ({
      address,
      port: (ports[index] ?? ownPorts).hazelcast.configured,
    })),
    domain: description.clustering?.domain ?? "wso2.carbon.domain",
    groupPassword: description.clustering?.groupPassword,
    failureDetectionSeconds: description.clustering?.failureDetectionSeconds,
    statePersistence: profile.persistsState
      ? (description.eventProcessing?.statePersistence ?? true)
      : undefined,
    presenter: presenterSettings(description, ports, node),
    datasources: datasources(description, own.home ?? description.product.home),
    registryTargets: registryTargets(description),
    secureVault: description.secureVault ?? SecureVault.Remove,
    symbolicLink: description.spark?.symbolicLink,
    portOffset: description.product.portOffset,
    deploymentSynchronizer: synchronizer && {
      ...synchronizer,
      commits: name === (synchronizer.committer ?? NodeName.Node1),
    },
    overrides: (description.overrides ?? []).filter(
      (override) => override.node === undefined || override.node === name,
    ),
  };
}

function presenterSettings(
  { eventProcessing, nodes }: ClusterDescription,
  ports: readonly Record<PortRole, EffectivePort>[],
  node: 0 | 1,
): PresenterSettings | undefined {
  const presenter = eventProcessing?.presenter ?? Presenter.None;
  if (presenter === Presenter.None) {
    return undefined;
  }
  const index = presenter === Presenter.Node1 ? 0 : 1;
  const address = nodes[index]?.address;
  const port = ports[index]?.presentation.configured;
  return address === undefined || port === undefined
    ? undefined
    : { address, port, isThisNode: index === node };
}

function datasources(description: ClusterDescription, home: string): Datasources {
  const { database, product } = description;
  const statistics = statisticsDatabaseOf(description);
  const names = databaseNames(database);
  const parameters = jdbcParameters(database, home);
  // Without it Connector/J throws where the record store commits on a connection in autocommit mode.
  const analytics = { ...parameters, relaxAutoCommit: "true" };
  const shared = datasource(database, names.registry, jdbcParameters(database, product.home));
  return {
    user: datasource(database, names.user, parameters),
    registry: datasource(database, names.registry, parameters),
    eventStore: datasource(database, names.eventStore, analytics),
    processedData: datasource(database, names.processedData, analytics),
    statistics:
      statistics &&
      datasource(statistics, statistics.name, { ...statistics.jdbcParameters, relaxAutoCommit: "true" }),
    registryId: `${shared.username}@${shared.url}`,
  };
}

function datasource(
  server: { host: string; port?: number; username: string; password: string },
  database: string,
  parameters: Record<string, string> = {},
): Datasource {
  // A dropped connection is made anew, and Connector/J is told what it would otherwise warn of at each connection.
  const query = new Map(Object.entries({ autoReconnect: "true", useSSL: "false", ...parameters }));
  const encoded = [...query].map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`);
  return {
    url: `jdbc:mysql://${server.host}:${server.port ?? 3306}/${database}?${encoded.join("&")}`,
    username: server.username,
    password: server.password,
  };
}
