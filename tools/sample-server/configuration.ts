import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { readProperties } from "./propertiesReader";
import { XmlReader } from "./xmlReader";

/** What the server takes from the files of its home, with the port offset added where the product adds it. */
export interface Configuration {
  home: string;
  name: string;
  version: string;
  serverKey: string;
  /** Where console and receivers listen and from where the databases are reached: the member's own address. */
  address: string;
  ports: { console: number; consoleHttp: number; thrift: number; thriftSsl: number };
  datasources: Datasource[];
  /** JNDI names that user-mgt.xml and registry.xml name. */
  datasourceReferences: string[];
  cluster: ClusterConfiguration | undefined;
  highAvailability: HighAvailabilityConfiguration | undefined;
  spark: SparkConfiguration;
}

export interface Endpoint {
  host: string;
  port: number;
}

export interface Datasource {
  name: string;
  jndiName: string | undefined;
  url: string;
  username: string;
  password: string;
}

export interface ClusterConfiguration {
  scheme: string;
  domain: string;
  groupPassword: string;
  local: Endpoint;
  members: Endpoint[];
  /** After how long a silence a member counts as dead. */
  silenceMilliseconds: number;
}

export interface HighAvailabilityConfiguration {
  eventSync: Endpoint;
  management: Endpoint;
  stateSyncRetryMilliseconds: number;
}

export interface SparkConfiguration {
  host: string;
  masterCount: number;
  masterPort: number;
  masterUiPort: number;
  workerPort: number;
  workerUiPort: number;
  uiPort: number;
  applicationName: string;
}

/** What Hazelcast takes where axis2.xml gives none. */
const publicGroupPassword = "dev-pass";
/** What the kernel sets where hazelcast.properties says nothing. */
const silenceSeconds = "600";

/** Fails, with the file in the message, where a file is absent or not what the product reads. */
export function readConfiguration(
  home: string,
  systemProperties: ReadonlyMap<string, string>,
): Configuration {
  const read = (file: string) => readFileSync(path.join(home, "repository/conf", file), "latin1");
  const xml = <T>(file: string, take: (document: XmlReader) => T): T => {
    try {
      return take(new XmlReader(read(file)));
    } catch (error) {
      throw new Error(`${file}: ${error instanceof Error ? error.message : error}`);
    }
  };
  const carbon = xml("carbon.xml", (document) => ({
    name: one(document.texts("Name")),
    version: one(document.texts("Version")),
    serverKey: one(document.texts("ServerKey")),
    offset: wholeNumber(one(document.texts("Ports", "Offset"))),
  }));
  const asked = systemProperties.get("portOffset");
  const offset = asked === undefined ? carbon.offset : wholeNumber(asked);
  const silence = readHazelcastProperties(home).get("hazelcast.max.no.heartbeat.seconds") ?? silenceSeconds;
  const cluster = xml("axis2/axis2.xml", (document) => readCluster(document, wholeNumber(silence) * 1000));
  const address = cluster?.local.host ?? "127.0.0.1";
  const thrift = (name: string) =>
    xml("data-bridge/data-bridge-config.xml", (document) =>
      one(document.texts("dataReceiver@name=Thrift", `config@name=${name}`)),
    );
  return {
    ...carbon,
    home,
    address,
    ports: {
      // catalina-server.xml has them; no deployment changes it.
      console: 9443 + offset,
      consoleHttp: 9763 + offset,
      thrift: wholeNumber(thrift("tcpPort")) + offset,
      thriftSsl: wholeNumber(thrift("sslPort")) + offset,
    },
    datasources: readDatasources(path.join(home, "repository/conf/datasources")),
    datasourceReferences: [
      ...xml("user-mgt.xml", (document) =>
        document.texts("Realm", "Configuration", "Property@name=dataSource"),
      ),
      ...xml("registry.xml", (document) => document.texts("dbConfig", "dataSource")),
    ],
    cluster,
    // HAConfiguration takes -DportOffset only where it is more than zero.
    highAvailability: xml("event-processor.xml", (document) => readMode(document, offset || carbon.offset)),
    spark: readSpark(read("analytics/spark/spark-defaults.conf"), offset, address),
  };
}

function readCluster(document: XmlReader, silenceMilliseconds: number): ClusterConfiguration | undefined {
  if (one(document.attributes("enable", "clustering")).trim().toLowerCase() !== "true") return undefined;
  const parameter = (name: string) => document.texts("clustering", `parameter@name=${name}`).at(-1)?.trim();
  const hosts = document.texts("clustering", "members", "member", "hostName");
  const ports = document.texts("clustering", "members", "member", "port");
  return {
    scheme: parameter("membershipScheme") ?? "",
    domain: parameter("domain") ?? "",
    groupPassword: parameter("groupPassword") ?? publicGroupPassword,
    local: {
      host: one([parameter("localMemberHost") ?? ""]),
      port: wholeNumber(parameter("localMemberPort") ?? "4000"),
    },
    members: hosts.map((host, index) => ({ host: host.trim(), port: wholeNumber(ports[index] ?? "") })),
    silenceMilliseconds,
  };
}

/** As `ManagementModeConfigurationLoader`: the first mode that is enabled counts, text is not trimmed. */
function readMode(document: XmlReader, offset: number): HighAvailabilityConfiguration | undefined {
  const enabled = document.attributes("enable", "mode").findIndex((value) => value?.toLowerCase() === "true");
  if (document.attributes("name", "mode")[enabled] !== "HA") return undefined;
  const endpoint = (element: string) => ({
    host: one(document.texts("mode@name=HA", element, "hostName")),
    port: wholeNumber(one(document.texts("mode@name=HA", element, "port"))) + offset,
  });
  return {
    eventSync: endpoint("eventSync"),
    management: endpoint("management"),
    stateSyncRetryMilliseconds: wholeNumber(
      one(document.texts("mode@name=HA", "management", "stateSyncRetryInterval")),
    ),
  };
}

/** Every file that ends so is read, as `DataSourceManager` does it; a name that comes twice is fatal. */
function readDatasources(folder: string): Datasource[] {
  const found = readdirSync(folder)
    .filter((file) => file.endsWith("-datasources.xml"))
    .sort()
    .flatMap((file) => datasourcesOf(new XmlReader(readFileSync(path.join(folder, file), "latin1"))));
  for (const [index, { name }] of found.entries()) {
    if (found.findIndex((other) => other.name === name) < index) {
      throw new Error(`System datasource ${name} can not be updated`);
    }
  }
  return found;
}

function datasourcesOf(document: XmlReader): Datasource[] {
  return document.texts("datasources", "datasource", "name").map((name) => {
    const { url = "", username = "", password = "" } = document.datasource(name) ?? {};
    return { name, jndiName: document.jndiName(name), url, username, password };
  });
}

function readSpark(text: string, offset: number, address: string): SparkConfiguration {
  const properties = readProperties(text);
  const value = (key: string, otherwise: string) => (properties.get(key) ?? otherwise).trim();
  const port = (key: string, otherwise: number) => wholeNumber(value(key, String(otherwise))) + offset;
  return {
    // AnalyticsComponent takes this variable or the first network interface, never a file.
    host: process.env.SPARK_LOCAL_IP ?? address,
    masterCount: wholeNumber(value("carbon.spark.master.count", "2")),
    masterPort: port("spark.master.port", 7077),
    masterUiPort: port("spark.master.webui.port", 8081),
    workerPort: port("spark.worker.port", 10000),
    workerUiPort: port("spark.worker.webui.port", 10500),
    uiPort: port("spark.ui.port", 4040),
    applicationName: value("spark.app.name", "CarbonAnalytics"),
  };
}

/** The file is there only where the deployment was asked for one of its properties. */
function readHazelcastProperties(home: string): Map<string, string> {
  const file = path.join(home, "repository/conf/hazelcast.properties");
  return existsSync(file) ? readProperties(readFileSync(file, "latin1")) : new Map();
}

function one(values: readonly (string | null)[]): string {
  const [value] = values;
  if (value === undefined || value === null || values.length > 1) {
    throw new Error(`${values.length} values where one is read`);
  }
  return value;
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`"${text}" is no number`);
  return Number(text);
}
