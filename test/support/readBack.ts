import type { ClusterDescription } from "../../components/description/clusterDescription";
import type { DistributionText } from "../../components/render/renderCluster";
import { readProperties } from "../../tools/sample-server/configuration/propertiesReader";
import { XmlReader } from "../../tools/sample-server/configuration/xmlReader";

/** Something that stands in the home of a node, and what the description says it is. */
export interface ReadBack {
  name: string;
  found: unknown;
  expected: unknown;
}

const conf = "repository/conf";

/** Everything that a description says of one node's files, read from these by parsers that the library does not use. */
export function readBack(description: ClusterDescription, home: DistributionText, node: 0 | 1): ReadBack[] {
  const files = new HomeReader(home);
  return [
    ...datasources(description, files, node),
    ...clustering(description, files, node),
    ...eventProcessing(description, files, node),
    ...others(description, files, node),
  ];
}

class HomeReader {
  private readonly home: DistributionText;
  private readonly documents = new Map<string, XmlReader>();

  constructor(home: DistributionText) {
    this.home = home;
  }

  text(path: string): string {
    return this.home.get(path) ?? "";
  }

  xml(path: string): XmlReader {
    const reader = this.documents.get(path) ?? new XmlReader(this.text(`${conf}/${path}`));
    this.documents.set(path, reader);
    return reader;
  }
}

function datasources(description: ClusterDescription, files: HomeReader, node: 0 | 1): ReadBack[] {
  const { database, statisticsDatabase: statistics } = description;
  const { names = {} } = database;
  const jdbcParameters = { ...tlsParameters(description, node), ...database.jdbcParameters };
  const analytics = { ...jdbcParameters, relaxAutoCommit: "true" };
  const inFile = (file: string, name: string, server: Server, schema: string, parameters: object) =>
    datasource(files, `datasources/${file}-datasources.xml`, name, server, schema, parameters);
  const eventStore = "WSO2_ANALYTICS_EVENT_STORE_DB";
  const processedData = "WSO2_ANALYTICS_PROCESSED_DATA_STORE_DB";
  return [
    ...inFile("master", "WSO2UM_DB", database, names.user ?? "userdb", { ...jdbcParameters }),
    ...inFile("master", "WSO2REG_DB", database, names.registry ?? "regdb", { ...jdbcParameters }),
    ...inFile("analytics", eventStore, database, names.eventStore ?? eventStore, analytics),
    ...inFile("analytics", processedData, database, names.processedData ?? processedData, analytics),
    ...(statistics === undefined || statistics.enabled === false
      ? []
      : inFile("stats", "WSO2AM_STATS_DB", statistics, statistics.name ?? "", {
          ...statistics.jdbcParameters,
          relaxAutoCommit: "true",
        })),
  ];
}

/** With a bundle of certificates. */
function tlsParameters({ database, nodes, product }: ClusterDescription, node: 0 | 1): object {
  const home = nodes[node]?.home ?? product.home;
  return database.caBundle === undefined
    ? {}
    : {
        useSSL: "true",
        requireSSL: "true",
        enabledTLSProtocols: "TLSv1.2",
        verifyServerCertificate: "true",
        trustCertificateKeyStoreUrl: `file:${home}/repository/resources/security/mysql-truststore.jks`,
        trustCertificateKeyStoreType: "JKS",
      };
}

interface Server {
  host?: string;
  port?: number;
  username?: string;
  password?: string;
}

function datasource(
  files: HomeReader,
  file: string,
  name: string,
  { host, port = 3306, username, password }: Server,
  schema: string,
  parameters: object,
): ReadBack[] {
  const found = files.xml(file).datasource(name);
  const [, foundHost, foundPort, foundSchema, query] =
    /^jdbc:mysql:\/\/([^:/?]*):(\d+)\/([^/?]*)\?(.*)$/s.exec(found?.url ?? "") ?? [];
  return [
    {
      name: `the server of ${name}`,
      found: [foundHost, foundPort, foundSchema],
      expected: [host, String(port), schema],
    },
    {
      name: `the parameters of ${name}`,
      found: Object.fromEntries(new URLSearchParams(query)),
      expected: { autoReconnect: "true", useSSL: "false", ...parameters },
    },
    {
      name: `the login of ${name}`,
      found: [found?.username, found?.password],
      expected: [username, password],
    },
  ];
}

function clustering(description: ClusterDescription, files: HomeReader, node: 0 | 1): ReadBack[] {
  const axis2 = files.xml("axis2/axis2.xml");
  const parameter = (name: string) => axis2.texts("clustering", `parameter@name=${name}`);
  const members = description.nodes.map(({ address, ports }) => [
    address,
    String(ports?.hazelcast ?? description.ports?.hazelcast ?? 4000),
  ]);
  const member = ["clustering", "members", "member"];
  const {
    domain = "wso2.carbon.domain",
    groupPassword,
    failureDetectionSeconds,
  } = description.clustering ?? {};
  const heartbeat = readProperties(files.text(`${conf}/hazelcast.properties`)).get(
    "hazelcast.max.no.heartbeat.seconds",
  );
  return [
    { name: "the domain", found: parameter("domain"), expected: [domain] },
    {
      name: "the group's password",
      found: parameter("groupPassword"),
      expected: groupPassword === undefined ? [] : [groupPassword],
    },
    {
      name: "the own member",
      found: [...parameter("localMemberHost"), ...parameter("localMemberPort")],
      expected: members[node],
    },
    {
      name: "the members",
      found: [axis2.texts(...member, "hostName"), axis2.texts(...member, "port")],
      expected: [members.map(([host]) => host), members.map(([, port]) => port)],
    },
    {
      name: "the heartbeat",
      found: heartbeat,
      expected: failureDetectionSeconds && String(failureDetectionSeconds),
    },
  ];
}

function eventProcessing(description: ClusterDescription, files: HomeReader, node: 0 | 1): ReadBack[] {
  const events = files.xml("event-processor.xml");
  const { presenter = "none", statePersistence = true } = description.eventProcessing ?? {};
  const portOf = (role: "eventSync" | "management" | "presentation", index: number, usual: number) =>
    String(description.nodes[index]?.ports?.[role] ?? description.ports?.[role] ?? usual);
  const endpoint = (role: string) =>
    ["hostName", "port"].flatMap((name) => events.texts("mode@name=HA", role, name));
  const own = description.nodes[node]?.address;
  const presenting = presenter === "node1" ? 0 : 1;
  return [
    { name: "event sync", found: endpoint("eventSync"), expected: [own, portOf("eventSync", node, 11224)] },
    { name: "management", found: endpoint("management"), expected: [own, portOf("management", node, 10005)] },
    {
      name: "the presenter",
      found: endpoint("presentation"),
      expected:
        presenter === "none"
          ? ["0.0.0.0", "11000"]
          : [description.nodes[presenting]?.address, portOf("presentation", presenting, 11000)],
    },
    {
      name: "the persistence",
      found: events.attributes("enable", "mode@name=HA", "persistence"),
      expected: [String(statePersistence)],
    },
  ];
}

function others(description: ClusterDescription, files: HomeReader, node: 0 | 1): ReadBack[] {
  const {
    product,
    spark,
    deploymentSynchronizer: synchronizer,
    registryMounts,
    overrides = [],
  } = description;
  const described = description.nodes[node];
  const carbon = files.xml("carbon.xml");
  const svn = (name: string) => carbon.texts("DeploymentSynchronizer", name)[0];
  const defaults = readProperties(files.text(`${conf}/analytics/spark/spark-defaults.conf`));
  const target = (path: string) => files.xml("registry.xml").texts(`mount@path=${path}`, "targetPath");
  const exported = /^export SPARK_LOCAL_IP=(.*)$/m.exec(files.text("bin/load-spark-env-vars.sh"))?.[1];
  const own = overrides.filter((each) => (each.node ?? `node${node + 1}`) === `node${node + 1}`);
  const hostName = own.filter((each) => each.path === "/Server/HostName").map(({ value }) => value);
  const properties = own.filter((each) => each.file.endsWith(".properties"));
  return [
    { name: "Spark's address", found: exported, expected: described?.sparkAddress ?? described?.address },
    { name: "the link", found: defaults.get("carbon.das.symbolic.link"), expected: spark?.symbolicLink },
    { name: "the offset", found: carbon.texts("Ports", "Offset"), expected: [String(product.portOffset)] },
    {
      name: "Subversion",
      found: [
        svn("SvnUrl"),
        svn("SvnUser"),
        svn("SvnPassword"),
        svn("SvnUrlAppendTenantId"),
        svn("AutoCommit"),
      ],
      expected: [
        synchronizer?.svnUrl,
        synchronizer?.svnUser,
        synchronizer?.svnPassword,
        String(synchronizer?.svnUrlAppendTenantId ?? true),
        String((synchronizer?.committer ?? "node1") === `node${node + 1}`),
      ],
    },
    {
      name: "the mounts",
      found: [target("/_system/config"), target("/_system/governance")],
      expected: [[registryMounts?.config], [registryMounts?.governance]],
    },
    { name: "the element", found: carbon.texts("HostName"), expected: hostName },
    {
      name: "the properties",
      found: properties.map(({ file, path }) => readProperties(files.text(file)).get(path)),
      expected: properties.map(({ value }) => value),
    },
  ];
}
