import { beforeAll, describe, expect, it } from "vitest";
import type { ClusterDescription } from "../../components/description/clusterDescription";
import { renderCluster } from "../../components/render/renderCluster";
import { findExecutable } from "../../tools/machine/executable";
import {
  hasStockProduct,
  laidOver,
  sampleProduct,
  smallestDescription,
  stockProduct,
} from "../support/sampleProduct";
import { readHome, type Understood } from "./readHome";

const missing = ["java", "javac", "mvn"].filter((program) => findExecutable(program) === undefined);
if (missing.length > 0) {
  console.log(`conformance: skipped, because the product's classes need ${missing.join(", ")} to be run`);
}

const distribution = hasStockProduct ? stockProduct() : sampleProduct();

// Everything a password may hold: XML's and URLs' metacharacters, and what a properties file or a shell would read.
const metacharacters = `&<>"=#;:%{}`;
const password = `p${metacharacters}ä€!`;

const description: ClusterDescription = {
  product: { profile: "apim-analytics-2.1.0", home: "/opt/wso2am-analytics-2.1.0" },
  nodes: [
    { address: "10.0.1.10" },
    { address: "10.0.2.10", home: "/srv/analytics", ports: { hazelcast: 4100, eventSync: 11300 } },
  ],
  database: {
    host: "db.internal",
    port: 3307,
    username: "wso2analytics",
    password,
    names: { user: "users" },
    jdbcParameters: { enabledTLSProtocols: "TLSv1.2,TLSv1.3" },
  },
  clustering: { domain: "analytics.example", groupPassword: `group${metacharacters}ä€!` },
  eventProcessing: { statePersistence: false, presenter: "node2" },
  spark: { symbolicLink: "/opt/analytics" },
  deploymentSynchronizer: {
    svnUrl: "https://svn.internal/apps?a=1&b=2",
    svnUser: "svn",
    svnPassword: `svn${metacharacters}ä€!`,
  },
  statisticsDatabase: { host: "stats.internal", name: "stats", username: "stats", password },
};

const parameters = "autoReconnect=true&useSSL=false&enabledTLSProtocols=TLSv1.2%2CTLSv1.3";
const registryUrl = `jdbc:mysql://db.internal:3307/regdb?${parameters}`;

describe.skipIf(missing.length > 0)("to the product's own classes", () => {
  const nodes: Understood[] = [];
  let smallest: Understood;

  beforeAll(async () => {
    const homes = renderCluster(description, distribution).nodes;
    const [plain] = renderCluster(smallestDescription, distribution).nodes;
    smallest = await readHome(laidOver(distribution, plain));
    nodes.push(...(await Promise.all(homes.map((files) => readHome(laidOver(distribution, files))))));
  });

  /** What is to be understood of both nodes. */
  function expectOfBoth(section: keyof Understood, expected: object): void {
    expect(nodes.map((node) => node[section])).toMatchObject([expected, expected]);
  }

  it("every file of every node is right, without a warning", () => {
    const complaints = [...nodes, smallest].map((node) =>
      Object.entries(node).filter(([, { warnings, error, missing }]) => warnings || error || missing),
    );
    expect(complaints).toEqual([[], [], []]);
  });

  it("each node is in HA mode on its own address, its ports shifted by the offset", () => {
    expect(nodes.map(({ carbon }) => carbon.offset)).toEqual([1, 1]);
    expect(nodes.map(({ eventProcessor }) => eventProcessor)).toMatchObject([
      {
        mode: "HA",
        ha: {
          eventSyncConfig: { hostName: "10.0.1.10", port: 11225 },
          managementConfig: { hostName: "10.0.1.10", port: 10006 },
          workerNode: true,
          presenterNode: false,
        },
      },
      {
        mode: "HA",
        ha: {
          eventSyncConfig: { hostName: "10.0.2.10", port: 11301 },
          managementConfig: { hostName: "10.0.2.10", port: 10006 },
          workerNode: true,
          presenterNode: true,
        },
      },
    ]);
  });

  it("state persistence is on unless it is turned off", () => {
    expect(smallest.eventProcessor.persistence).not.toBeNull();
    expectOfBoth("eventProcessor", { persistence: null });
  });

  it("both nodes name the same two members, and each advertises itself", () => {
    const members = ["10.0.1.10:4000", "10.0.2.10:4100"];
    const group = { group: "analytics.example", groupPassword: description.clustering?.groupPassword };
    const found = { multicast: false, tcpIp: true, tcpIpMembers: members };
    expectOfBoth("clustering", { enable: true, members, hazelcast: { ...group, ...found } });
    expect(nodes.map(({ clustering }) => clustering.hazelcast)).toMatchObject([
      { publicAddress: "10.0.1.10", port: 4000 },
      { publicAddress: "10.0.2.10", port: 4100 },
    ]);
  });

  it("every datasource leads to its database with the password as given, whatever stands in it", () => {
    const analytics = `${parameters}&relaxAutoCommit=true`;
    const own = { username: "wso2analytics", password, driverClassName: "com.mysql.jdbc.Driver" };
    const at = (name: string, query: string) => `jdbc:mysql://db.internal:3307/${name}?${query}`;
    const datasource = (configuration: object) => ({ status: "ACTIVE", configuration });
    expectOfBoth("datasources", {
      datasources: {
        WSO2UM_DB: { jndi: "jdbc/WSO2UM_DB", ...datasource({ ...own, url: at("users", parameters) }) },
        WSO2REG_DB: { jndi: "jdbc/WSO2REG_DB", ...datasource({ ...own, url: registryUrl }) },
        WSO2_ANALYTICS_EVENT_STORE_DB: datasource({
          ...own,
          url: at("WSO2_ANALYTICS_EVENT_STORE_DB", analytics),
          testOnBorrow: true,
          validationInterval: 30000,
          defaultTransactionIsolation: "READ_COMMITTED",
        }),
        WSO2_ANALYTICS_PROCESSED_DATA_STORE_DB: datasource({
          ...own,
          url: at("WSO2_ANALYTICS_PROCESSED_DATA_STORE_DB", analytics),
        }),
        WSO2AM_STATS_DB: datasource({
          username: "stats",
          password,
          url: "jdbc:mysql://stats.internal:3306/stats?autoReconnect=true&useSSL=false&relaxAutoCommit=true",
        }),
        WSO2_CARBON_DB: { jndi: "jdbc/WSO2CarbonDB", ...datasource({ driverClassName: "org.h2.Driver" }) },
      },
    });
  });

  it("the governance registry is the shared one, the local registry stays each node's own", () => {
    const cacheId = `wso2analytics@${registryUrl}`;
    expectOfBoth("registry", {
      currentDBConfig: "wso2registry",
      dbConfigs: {
        wso2registry: { dataSourceName: "jdbc/WSO2CarbonDB" },
        govregistry: { dataSourceName: "jdbc/WSO2REG_DB", dbUrl: registryUrl, userName: "wso2analytics" },
      },
      remoteInstances: [{ id: expect.any(String), dbConfig: "govregistry", cacheId, readOnly: "false" }],
    });
    for (const { registry } of nodes) {
      const [instance] = registry.remoteInstances as { id: string }[];
      const mount = (path: string) => ({ path, instanceId: instance?.id, targetPath: path, overwrite: true });
      const mounts = registry.mounts as { path: string }[];
      expect(mounts.toSorted((a, b) => a.path.localeCompare(b.path))).toMatchObject([
        mount("/_system/config"),
        mount("/_system/governance"),
      ]);
    }
  });

  it("the users are those of the shared database", () => {
    expectOfBoth("userMgt", {
      dataSource: "jdbc/WSO2UM_DB",
      dataSourceUrl: `jdbc:mysql://db.internal:3307/users?${parameters}`,
    });
  });

  it("Spark waits for two masters and finds both homes under one path", () => {
    expectOfBoth("spark", {
      properties: {
        "carbon.spark.master": "local",
        "carbon.spark.master.count": "2",
        "carbon.das.symbolic.link": "/opt/analytics",
      },
    });
    expect(smallest.spark.properties).not.toHaveProperty(["carbon.das.symbolic.link"]);
  });

  it("both nodes check out what is deployed and only the first commits", () => {
    const { svnUrl, svnUser, svnPassword } = description.deploymentSynchronizer ?? {};
    const both = { Enabled: "true", AutoCheckout: "true", RepositoryType: "svn" };
    const repository = { SvnUrl: svnUrl, SvnUser: svnUser, SvnPassword: svnPassword };
    expect(nodes.map(({ carbon }) => carbon.deploymentSynchronizer)).toMatchObject([
      { ...both, ...repository, AutoCommit: "true" },
      { ...both, ...repository, AutoCommit: "false" },
    ]);
  });
});
