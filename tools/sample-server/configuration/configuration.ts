import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type ClusterConfiguration, readCluster } from "./clusterFile";
import { type Datasource, readDatasources } from "./datasourceFiles";
import { type Habits, readHabits } from "./habits";
import { type HighAvailabilityConfiguration, readHighAvailability } from "./highAvailabilityFile";
import { readProperties } from "./propertiesReader";
import { readSpark, type SparkConfiguration } from "./sparkFile";
import { one, wholeNumber } from "./values";
import { XmlReader } from "./xmlReader";

/** What the server takes from the files of its home, with the port offset added where the product adds it. */
export interface Configuration {
  home: string;
  name: string;
  version: string;
  /** A word for what it does wrong, by the sample product's own file. */
  misbehaviour: string;
  /** Where console and receivers listen and from where the databases are reached: the member's own address. */
  address: string;
  ports: ServicePorts;
  datasources: Datasource[];
  /** JNDI names in user-mgt.xml. */
  userManagerDatasources: string[];
  /** JNDI names in registry.xml. */
  registryDatasources: string[];
  /** Names in analytics-config.xml. */
  analyticsDatasources: string[];
  cluster: ClusterConfiguration | undefined;
  highAvailability: HighAvailabilityConfiguration | undefined;
  spark: SparkConfiguration;
  /** For how many nodes a start waits; 1 where tasks-config.xml is not there. */
  taskServers: number;
  habits: Habits;
}

export interface ServicePorts {
  console: number;
  consoleHttp: number;
  thrift: number;
  thriftSsl: number;
}

/** What the kernel sets where hazelcast.properties says nothing. */
const silenceSeconds = "600";

/** Fails, with the file in the message, where one is absent or not what the product reads. */
export function readConfiguration(
  home: string,
  systemProperties: ReadonlyMap<string, string>,
): Configuration {
  const files = new ConfigurationFolder(path.join(home, "repository/conf"));
  const carbon = files.xml("carbon.xml", (document) => ({
    name: one(document.texts("Name")),
    version: one(document.texts("Version")),
    offset: wholeNumber(one(document.texts("Ports", "Offset"))),
  }));
  const asked = systemProperties.get("portOffset");
  const offset = asked === undefined ? carbon.offset : wholeNumber(asked);
  const hazelcast = files.optionalProperties("hazelcast.properties");
  const silence = wholeNumber(hazelcast.get("hazelcast.max.no.heartbeat.seconds") ?? silenceSeconds);
  const cluster = files.xml("axis2/axis2.xml", (document) => readCluster(document, silence * 1000));
  const address = cluster?.local.host ?? "127.0.0.1";
  // AnalyticsComponent takes this variable or the first network interface, never a file.
  const habits = readHabits(home);
  const sparkHost = (habits.readsSparkAddress ? process.env.SPARK_LOCAL_IP : undefined) ?? address;
  return {
    ...carbon,
    misbehaviour: files.xml("sample.xml", (document) => one(document.texts("misbehaviour"))),
    home,
    address,
    ports: files.xml("data-bridge/data-bridge-config.xml", (document) => servicePorts(document, offset)),
    datasources: readDatasources(files.path("datasources"), (file) =>
      files.xml(`datasources/${file}`, (document) => document),
    ),
    userManagerDatasources: files.xml("user-mgt.xml", (document) =>
      document.texts("Realm", "Configuration", "Property@name=dataSource"),
    ),
    registryDatasources: files.xml("registry.xml", (document) => document.texts("dbConfig", "dataSource")),
    analyticsDatasources: files.xml("analytics/analytics-config.xml", (document) =>
      document.texts("analytics-record-store", "properties", "property@name=datasource"),
    ),
    cluster,
    // HAConfiguration takes -DportOffset only where it is more than zero.
    highAvailability: files.xml("event-processor.xml", (document) =>
      readHighAvailability(document, habits.shiftsHaPorts ? offset || carbon.offset : 0),
    ),
    taskServers: files.has("etc/tasks-config.xml")
      ? files.xml("etc/tasks-config.xml", (document) => wholeNumber(one(document.texts("taskServerCount"))))
      : 1,
    habits,
    spark: readSpark(files.text("analytics/spark/spark-defaults.conf"), offset, sparkHost),
  };
}

function servicePorts(document: XmlReader, offset: number): ServicePorts {
  const thrift = (name: string) => one(document.texts("dataReceiver@name=Thrift", `config@name=${name}`));
  return {
    // catalina-server.xml has the console's, which no deployment changes.
    console: 9443 + offset,
    consoleHttp: 9763 + offset,
    thrift: wholeNumber(thrift("tcpPort")) + offset,
    thriftSsl: wholeNumber(thrift("sslPort")) + offset,
  };
}

class ConfigurationFolder {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  path(file: string): string {
    return path.join(this.folder, file);
  }

  has(file: string): boolean {
    return existsSync(this.path(file));
  }

  text(file: string): string {
    return readFileSync(this.path(file), "latin1");
  }

  xml<T>(file: string, take: (document: XmlReader) => T): T {
    try {
      return take(new XmlReader(this.text(file)));
    } catch (error) {
      throw new Error(`${file}: ${error instanceof Error ? error.message : error}`);
    }
  }

  /** The deployment writes it only where it was asked for one of its properties. */
  optionalProperties(file: string): Map<string, string> {
    return this.has(file) ? readProperties(this.text(file)) : new Map();
  }
}
