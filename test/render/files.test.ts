import { describe, expect, test } from "vitest";
import type { ClusterDescription } from "../../components/description/clusterDescription";
import { renderCluster } from "../../components/render/renderCluster";
import { XmlReader } from "../../tools/sample-server/configuration/xmlReader";
import { laidOver, sampleProduct, smallestDescription } from "../support/sampleProduct";

const conf = "repository/conf";

/** One file of one node, rendered from the sample product with that file replaced or changed. */
function rendered(
  path: string,
  {
    base,
    node = 0,
    options = {},
  }: { base?: (text: string) => string; node?: 0 | 1; options?: Partial<ClusterDescription> },
): string {
  const sample = sampleProduct();
  const text = (base ?? String)(sample.get(path) ?? "");
  const { nodes } = renderCluster({ ...smallestDescription, ...options }, laidOver(sample, [{ path, text }]));
  return nodes[node].find((file) => file.path === path)?.text ?? text;
}

describe("event-processor.xml", () => {
  const path = `${conf}/event-processor.xml`;
  const read = (how: Parameters<typeof rendered>[1]) => new XmlReader(rendered(path, how));

  /** As in DAS 3.0.1: an enabled mode before the HA mode, and persistence only in that one. */
  const olderLayout = (name: string) => (text: string) =>
    text
      .replace(/ *<persistence enable="true">[\s\S]*<\/persistence>\n/, "")
      .replace(
        "<eventProcessorConfiguration>",
        `<eventProcessorConfiguration>\n    <mode name="${name}" enable="TRUE">\n        <persistence enable="true"/>\n    </mode>`,
      );

  test.each(["SingleNode", "Single"])(
    "has the HA mode alone enabled where %s was enabled before it",
    (name) => {
      const modes = read({ base: olderLayout(name) });
      expect(modes.attributes("name", "mode")).toEqual([name, "HA", "Distributed"]);
      expect(modes.attributes("enable", "mode")).toEqual(["false", "true", "false"]);
    },
  );

  test("has the distributed mode off where it was on", () => {
    const base = (text: string) =>
      text.replace(`"Distributed" enable="false"`, `"Distributed" enable="true"`);
    expect(read({ base }).attributes("enable", "mode")).toEqual(["true", "false"]);
  });

  test.each([true, false])("gets persistence %s into the HA mode where that had none", (statePersistence) => {
    const modes = read({
      base: olderLayout("SingleNode"),
      options: { eventProcessing: { statePersistence } },
    });
    expect(modes.attributes("enable", "mode@name=HA", "persistence")).toEqual([String(statePersistence)]);
    expect(modes.attributes("enable", "mode@name=SingleNode", "persistence")).toEqual(["true"]);
    const location = ["mode@name=HA", "persistence", "persister", "property@key=persistenceLocation"];
    expect(modes.texts(...location)).toEqual(["cep_persistence"]);
  });

  test("keeps state by default, as the product does", () => {
    expect(read({}).attributes("enable", "mode@name=HA", "persistence")).toEqual(["true"]);
  });

  test("makes a node that was no worker a worker", () => {
    const base = (text: string) => text.replace(`<worker enable="true"/>`, `<worker enable="false"/>`);
    expect(read({ base }).attributes("enable", "mode@name=HA", "nodeType", "worker")).toEqual(["true"]);
  });

  test.each([
    ["none", 0, "false", "0.0.0.0", "11000"],
    ["node1", 0, "true", "10.0.1.10", "11005"],
    ["node1", 1, "false", "10.0.1.10", "11005"],
    ["node2", 0, "false", "10.0.2.10", "11006"],
    ["node2", 1, "true", "10.0.2.10", "11006"],
  ] as const)(
    "with the presenter %s gives node index %i presenter %s at %s:%s",
    (presenter, node, enable, host, port) => {
      const nodes = smallestDescription.nodes.map((each, index) => ({
        ...each,
        ports: { presentation: 11005 + index },
      }));
      const modes = read({ node, options: { nodes, eventProcessing: { presenter } } });
      expect(modes.attributes("enable", "mode@name=HA", "nodeType", "presenter")).toEqual([enable]);
      expect(modes.texts("mode@name=HA", "presentation", "hostName")).toEqual([host]);
      expect(modes.texts("mode@name=HA", "presentation", "port")).toEqual([port]);
    },
  );

  test("has the configured ports, to which the product adds the offset itself", () => {
    const modes = read({ options: { product: { ...smallestDescription.product, portOffset: 7 } } });
    expect(modes.texts("mode@name=HA", "eventSync", "port")).toEqual(["11224"]);
    expect(modes.texts("mode@name=HA", "management", "port")).toEqual(["10005"]);
  });
});

describe("axis2.xml", () => {
  const path = `${conf}/axis2/axis2.xml`;
  const parameter = (text: string, name: string) =>
    new XmlReader(text).texts("clustering", `parameter@name=${name}`);

  test("has exactly the two members, whatever members there were", () => {
    const member = "<member>\r\n<hostName>192.0.2.9</hostName><port>4001</port></member>";
    const base = (text: string) => text.replace("<members>", `<members>${member}${member}`);
    const members = new XmlReader(rendered(path, { base }));
    expect(members.texts("clustering", "members", "member", "hostName")).toEqual(["10.0.1.10", "10.0.2.10"]);
    expect(members.texts("clustering", "members", "member", "port")).toEqual(["4000", "4000"]);
  });

  test("gives each member its own Hazelcast port, without the offset", () => {
    const nodes = smallestDescription.nodes.map((each, index) => ({
      ...each,
      ports: { hazelcast: 4100 + index },
    }));
    const text = rendered(path, { node: 1, options: { nodes } });
    expect(parameter(text, "localMemberPort")).toEqual(["4101"]);
    expect(new XmlReader(text).texts("clustering", "members", "member", "port")).toEqual(["4100", "4101"]);
  });

  test.each([
    ["is added after the domain", (text: string) => text],
    [
      "replaces one that is there",
      (text: string) => text.replace("<members>", `<parameter name="groupPassword">old</parameter><members>`),
    ],
  ])("a group password %s", (_, base) => {
    const text = rendered(path, { base, options: { clustering: { groupPassword: "join & be <well>" } } });
    expect(parameter(text, "groupPassword")).toEqual(["join & be <well>"]);
  });

  test("keeps a group password that the distribution has where none is given", () => {
    const base = (text: string) =>
      text.replace("<members>", `<parameter name="groupPassword">old</parameter><members>`);
    expect(parameter(rendered(path, { base }), "groupPassword")).toEqual(["old"]);
  });

  test.each([
    ["CRLF", (text: string) => text],
    ["LF", (text: string) => text.replaceAll("\r\n", "\n")],
  ])("with lines that end in %s keeps them so", (name, base) => {
    const endings = new Set(rendered(path, { base }).match(/\r?\n/g));
    expect([...endings]).toEqual([name === "CRLF" ? "\r\n" : "\n"]);
  });
});

describe("master-datasources.xml", () => {
  const path = `${conf}/datasources/master-datasources.xml`;

  test("replaces a datasource that is no more than a name, so that no name stands twice", () => {
    const existing = `<datasource><name>WSO2REG_DB</name><description>old</description></datasource>\n    </datasources>`;
    const base = (text: string) => text.replace(/<\/datasources>/, existing);
    const text = rendered(path, { base });
    const names = new XmlReader(text).texts("datasources", "datasource", "name");
    expect(names).toEqual(["WSO2_CARBON_DB", "WSO2UM_DB", "WSO2REG_DB"]);
    expect(text).not.toContain("old");
  });

  test("refuses a name that stands twice already", () => {
    const twice = "<datasource><name>WSO2UM_DB</name></datasource>".repeat(2);
    const base = (text: string) => text.replace(/<\/datasources>/, `${twice}</datasources>`);
    expect(() => rendered(path, { base })).toThrow(
      "  /datasources-configuration/datasources/datasource[name='WSO2UM_DB']: expected exactly one element, found 2",
    );
  });
});

describe("analytics-datasources.xml", () => {
  const path = `${conf}/datasources/analytics-datasources.xml`;

  test("keeps what the specification's file would drop", () => {
    const datasource = new XmlReader(rendered(path, {})).datasource("WSO2_ANALYTICS_EVENT_STORE_DB");
    expect(datasource).toMatchObject({ defaultTransactionIsolation: "READ_COMMITTED", initialSize: "0" });
  });

  test("keeps the datasources' names when the databases are called otherwise", () => {
    const database = { ...smallestDescription.database, names: { eventStore: "E", processedData: "P" } };
    const reader = new XmlReader(rendered(path, { options: { database } }));
    expect(reader.datasource("WSO2_ANALYTICS_EVENT_STORE_DB")?.url).toMatch(
      "jdbc:mysql://db.internal:3306/E?",
    );
    expect(reader.datasource("WSO2_ANALYTICS_PROCESSED_DATA_STORE_DB")?.url).toMatch(
      "jdbc:mysql://db.internal:3306/P?",
    );
  });

  test("has JDBC parameters given besides the usual ones, encoded, and relaxAutoCommit always", () => {
    const jdbcParameters = { useSSL: "true", relaxAutoCommit: "false", connectionAttributes: "a=b&c d" };
    const database = { ...smallestDescription.database, jdbcParameters };
    const url = new XmlReader(rendered(path, { options: { database } })).datasource(
      "WSO2_ANALYTICS_EVENT_STORE_DB",
    )?.url;
    expect(Object.fromEntries(new URL(url?.replace("jdbc:mysql", "http") ?? "").searchParams)).toEqual({
      autoReconnect: "true",
      ...jdbcParameters,
      relaxAutoCommit: "true",
    });
  });
});

describe("registry.xml", () => {
  const path = `${conf}/registry.xml`;

  test("has the user and the very URL of WSO2REG_DB as its cache id", () => {
    const registry = new XmlReader(rendered(path, {}));
    const master = new XmlReader(rendered(`${conf}/datasources/master-datasources.xml`, {}));
    const { username, url } = master.datasource("WSO2REG_DB") ?? {};
    expect(registry.texts("remoteInstance", "cacheId")).toEqual([`${username}@${url}`]);
  });

  test("replaces what is mounted already and leaves other mounts", () => {
    const existing = [
      `<dbConfig name="govregistry"><dataSource>jdbc/OLD</dataSource></dbConfig>`,
      `<remoteInstance url="https://old"><id>gov</id><readOnly>true</readOnly></remoteInstance>`,
      `<mount path="/_system/config" overwrite="virtual"><instanceId>old</instanceId></mount>`,
      `<mount path="/_system/other" overwrite="true"><instanceId>other</instanceId></mount>`,
    ];
    const base = (text: string) =>
      text.replace("<versionResources", `${existing.join("\n    ")}\n    <versionResources`);
    const registry = new XmlReader(rendered(path, { base }));
    expect(registry.attributes("name", "dbConfig")).toEqual(["wso2registry", "govregistry"]);
    expect(registry.texts("dbConfig", "dataSource")).toEqual(["jdbc/WSO2CarbonDB", "jdbc/WSO2REG_DB"]);
    expect(registry.texts("remoteInstance", "readOnly")).toEqual(["false"]);
    expect(registry.attributes("path", "mount").toSorted()).toEqual([
      "/_system/config",
      "/_system/governance",
      "/_system/other",
    ]);
    expect(registry.texts("mount@path=/_system/config", "instanceId")).toEqual(["gov"]);
  });
});

describe("carbon.xml", () => {
  const path = `${conf}/carbon.xml`;
  const synchronizer = (text: string) => (name: string) =>
    new XmlReader(text).texts("DeploymentSynchronizer", name);

  test("is left alone unless something in it is asked for", () => {
    const { nodes } = renderCluster(smallestDescription, sampleProduct());
    expect(nodes.flat().map((file) => file.path)).not.toContain(path);
  });

  test.each([
    [undefined, ["true", "false"]],
    ["node1", ["true", "false"]],
    ["node2", ["false", "true"]],
  ] as const)("with the committer %s lets one node commit and both check out", (committer, commits) => {
    const options = { deploymentSynchronizer: { svnUrl: "https://svn.internal/apps", committer } };
    const read = ([0, 1] as const).map((node) => synchronizer(rendered(path, { node, options })));
    expect(read.map((value) => value("AutoCommit"))).toEqual(commits.map((commit) => [commit]));
    expect(read.map((value) => value("AutoCheckout"))).toEqual([["true"], ["true"]]);
    expect(read.map((value) => value("Enabled"))).toEqual([["true"], ["true"]]);
  });

  test("without a user for SVN has neither the placeholder of the user nor that of the password", () => {
    const value = synchronizer(
      rendered(path, { options: { deploymentSynchronizer: { svnUrl: "https://svn.internal" } } }),
    );
    expect([value("SvnUser"), value("SvnPassword")]).toEqual([[], []]);
  });

  test("gets user and password for SVN where the file has no such elements", () => {
    const base = (text: string) => text.replace(/ *<Svn(User|Password|UrlAppend).*\n/g, "");
    const deploymentSynchronizer = {
      svnUrl: "u",
      svnUser: "me",
      svnPassword: "pass&word",
      svnUrlAppendTenantId: false,
    };
    const value = synchronizer(rendered(path, { base, options: { deploymentSynchronizer } }));
    expect([value("SvnUser"), value("SvnPassword"), value("SvnUrlAppendTenantId")]).toEqual([
      ["me"],
      ["pass&word"],
      ["false"],
    ]);
  });
});

describe("hazelcast.properties", () => {
  const path = `${conf}/hazelcast.properties`;
  const options = { clustering: { failureDetectionSeconds: 45 } };

  test("is made where the distribution has none", () => {
    expect(rendered(path, { options })).toBe("hazelcast.max.no.heartbeat.seconds=45\n");
    const { nodes } = renderCluster({ ...smallestDescription, ...options }, sampleProduct());
    expect(nodes[0].find((file) => file.path === path)?.base).toBeUndefined();
  });

  test("keeps what else it has", () => {
    const base = () => "hazelcast.max.no.heartbeat.seconds=600\nhazelcast.shutdownhook.enabled=false";
    expect(rendered(path, { base, options })).toBe(
      "hazelcast.max.no.heartbeat.seconds=45\nhazelcast.shutdownhook.enabled=false",
    );
  });
});

describe("analytics-config.xml", () => {
  const path = `${conf}/analytics/analytics-config.xml`;

  test.each([
    [
      "a datasource that is not rendered",
      (text: string) => text.replace("WSO2_ANALYTICS_EVENT_STORE_DB", "RENAMED_DB"),
      "[@name='EVENT_STORE']: expected WSO2_ANALYTICS_EVENT_STORE_DB or WSO2_ANALYTICS_PROCESSED_DATA_STORE_DB, found RENAMED_DB",
    ],
    [
      "no store for the processed data",
      (text: string) =>
        text.replace("WSO2_ANALYTICS_PROCESSED_DATA_STORE_DB", "WSO2_ANALYTICS_EVENT_STORE_DB"),
      ": expected a record store with the datasource WSO2_ANALYTICS_PROCESSED_DATA_STORE_DB",
    ],
  ])("with %s is refused", (_, base, message) => {
    const place = `${path} /analytics-dataservice-configuration/analytics-record-store`;
    expect(() => rendered(path, { base })).toThrow(place + message);
  });
});
