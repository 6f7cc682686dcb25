import { describe, expect, test } from "vitest";
import type { ClusterDescription } from "../../components/description/clusterDescription";
import { DescriptionError, formatProblems, type Problem } from "../../components/description/problem";
import { findProfile, profileIds } from "../../components/product/profiles/profiles";
import { warningLines } from "../../components/render/findings/finding";
import { maskSecrets } from "../../components/render/mask";
import { distributionPaths, renderCluster } from "../../components/render/renderCluster";
import { codesIn, codesOf } from "../support/problemCodes";
import { fullDescription, laidOver, sampleProduct, smallestDescription } from "../support/sampleProduct";

const conf = "repository/conf";
const sample = sampleProduct();

function without(...paths: string[]) {
  return new Map([...sample].filter(([path]) => !paths.includes(path)));
}

/** The problems that rendering reports. */
function problemsOf(description: ClusterDescription, distribution = sample): readonly Problem[] {
  try {
    renderCluster(description, distribution);
  } catch (error) {
    if (error instanceof DescriptionError) return error.problems;
    throw error;
  }
  return [];
}

describe("the files rendered", () => {
  test("are those that change, sorted, the same on both nodes", () => {
    const { nodes } = renderCluster(smallestDescription, sample);
    const expected = [
      "bin/load-spark-env-vars.sh",
      `${conf}/analytics/spark/spark-defaults.conf`,
      `${conf}/axis2/axis2.xml`,
      `${conf}/datasources/analytics-datasources.xml`,
      `${conf}/datasources/master-datasources.xml`,
      `${conf}/event-processor.xml`,
      `${conf}/registry.xml`,
      `${conf}/user-mgt.xml`,
    ];
    expect(nodes.map((files) => files.map(({ path }) => path))).toEqual([expected, expected]);
    expect(nodes[0].every(({ path, text, base }) => base === sample.get(path) && text !== base)).toBe(true);
  });

  test("say whether a secret stands in them", () => {
    const secret = (description: ClusterDescription) =>
      renderCluster(description, sample)
        .nodes[0].filter((file) => file.secret)
        .map(({ path }) => path.split("/").at(-1));
    expect(secret(smallestDescription)).toEqual(["analytics-datasources.xml", "master-datasources.xml"]);
    expect(secret(fullDescription)).toEqual([
      "axis2.xml",
      "carbon.xml",
      "analytics-datasources.xml",
      "master-datasources.xml",
      "stats-datasources.xml",
    ]);
  });

  test("hold no secret where they do not say so", () => {
    const jdbcParameters = { trustCertificateKeyStorePassword: "store-password" };
    const file = `${conf}/user-mgt.xml`;
    const path = "/UserManager/Realm/Configuration/AdminUser/Password";
    const description = {
      ...fullDescription,
      database: { ...fullDescription.database, password: "database-password", jdbcParameters },
      clustering: { groupPassword: "group-password" },
      overrides: [{ file, path, value: "admin-password", secret: true }],
    };
    const rendered = renderCluster(description, sample).nodes.flat();
    const holding = rendered.filter(({ text }) =>
      /(database|store|group|admin)-password|s&amp;n-password|st&lt;ts/.test(text),
    );
    expect(holding.length).toBeGreaterThanOrEqual(14);
    expect(rendered.filter((each) => each.secret)).toEqual(holding);
  });

  test("from masked values differ in the secrets alone", () => {
    const real = renderCluster(fullDescription, sample).nodes.flat();
    const masked = renderCluster(maskSecrets(fullDescription), sample).nodes.flat();
    expect(masked.map(({ path }) => path)).toEqual(real.map(({ path }) => path));
    for (const [index, { text, secret }] of real.entries()) {
      const shown = masked[index]?.text.split("\n") ?? [];
      const changed = text.split("\n").filter((line, at) => line !== shown[at]);
      expect(changed.length > 0).toBe(secret);
      expect(changed.every((line) => /password/i.test(line))).toBe(true);
    }
    expect(masked.map(({ text }) => text).join()).not.toMatch(/quoted|join&amp;me|s&amp;n-password|st&lt;ts/);
  });
});

describe("the port offset", () => {
  test.each([
    ["is the distribution's", smallestDescription, "1", 1],
    ["may stand among white space", smallestDescription, "\n 12 ", 12],
    ["is the one asked for, if any", fullDescription, "1", 3],
  ])("%s", (_, description, written, offset) => {
    const path = `${conf}/carbon.xml`;
    const text = (sample.get(path) ?? "").replace("<Offset>1<", `<Offset>${written}<`);
    const distribution = laidOver(sample, [{ path, text }]);
    expect(renderCluster(description, distribution).offset).toBe(offset);
  });

  test.each(["", "x", "-1", "1.5"])("written as %j is refused", (written) => {
    const path = `${conf}/carbon.xml`;
    const text = (sample.get(path) ?? "").replace("<Offset>1<", `<Offset>${written}<`);
    const expected = `${path} /Server/Ports/Offset: expected a number, found "${written}"; write the offset`;
    expect(() => renderCluster(smallestDescription, laidOver(sample, [{ path, text }]))).toThrow(expected);
  });
});

describe("the paths needed", () => {
  const profile = findProfile("apim-analytics-2.1.0");
  const paths = (description: ClusterDescription) => (profile ? distributionPaths(description, profile) : []);

  test("are all there for what is asked, each once, and rendering needs no others", () => {
    expect(paths(fullDescription)).toEqual([...new Set(paths(fullDescription))].sort());
    expect(paths(fullDescription)).toContain("dbscripts/identity/mysql-5.7.sql");
    const needed = new Map([...sample].filter(([path]) => paths(fullDescription).includes(path)));
    const rendered = (files: ReadonlyMap<string, string>) => {
      const { masked, ...others } = renderCluster(fullDescription, files);
      return { ...others, masked: masked() };
    };
    expect(rendered(needed)).toEqual(rendered(sample));
  });

  test("hold no file that is edited on request alone", () => {
    const optional = [`${conf}/hazelcast.properties`, `${conf}/datasources/stats-datasources.xml`];
    expect(paths(smallestDescription).filter((path) => optional.includes(path))).toEqual([]);
    expect(
      paths(fullDescription)
        .filter((path) => optional.includes(path))
        .toSorted(),
    ).toEqual(optional.toSorted());
  });

  test("hold no database script where the tables are made otherwise", () => {
    const database = {
      ...fullDescription.database,
      schema: { ...fullDescription.database.schema, skip: true },
    };
    expect(paths({ ...fullDescription, database }).filter((path) => path.startsWith("dbscripts"))).toEqual(
      [],
    );
  });
});

describe("a distribution that is not as expected", () => {
  test("is refused with every file that is missing", () => {
    const missing = [
      `${conf}/registry.xml`,
      "dbscripts/mysql.sql",
      `${conf}/carbon.xml`,
      "bin/load-spark-env-vars.sh",
    ];
    const problems = problemsOf(smallestDescription, without(...missing));
    expect(codesOf(problems).toSorted()).toEqual(missing.map((path) => `${path} WA706`).toSorted());
    expect(problems[0]?.remedy).toContain("a distribution of apim-analytics-2.1.0");
  });

  test("is refused with every file that the edits do not recognise, once for both nodes", () => {
    const broken = laidOver(sample, [
      { path: `${conf}/user-mgt.xml`, text: "<UserManager/>" },
      { path: `${conf}/axis2/axis2.xml`, text: "<axisconfig/>" },
      { path: `${conf}/registry.xml`, text: "<wso2registry>" },
    ]);
    const problems = problemsOf(smallestDescription, broken);
    expect(codesOf(problems)).toEqual([
      `${conf}/axis2/axis2.xml /axisconfig/clustering WA706`,
      `${conf}/registry.xml WA706`,
      `${conf}/user-mgt.xml /UserManager/Realm/Configuration WA706`,
    ]);
    expect(problems[1]?.problem).toContain("at line:column 1:14: unclosed tag");
  });

  test("of another product altogether is refused with every file", () => {
    const problems = problemsOf(fullDescription, new Map());
    expect(problems).toHaveLength(16);
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(["WA706", "WA616"]));
  });

  test("of an unknown profile is refused with the profiles that are known", () => {
    const product = { ...smallestDescription.product, profile: "das-9.9.9" };
    const problems = problemsOf({ ...smallestDescription, product });
    expect(codesOf(problems)).toEqual(["product.profile WA607"]);
    expect(problems[0]?.remedy).toContain(profileIds.join(", "));
  });
});

describe("a bundle of certificates", () => {
  const store = Buffer.from([0xfe, 0xed, 0, 0xff]);
  const description = {
    ...smallestDescription,
    nodes: [{ address: "10.0.1.10", home: "/srv/one" }, { address: "10.0.2.10" }],
    database: { ...smallestDescription.database, caBundle: "./ca.pem" },
  };
  const rendered = renderCluster(description, sample, store);
  const textsOf = (path: string) =>
    rendered.nodes.map((files) => files.find((file) => file.path === path)?.text ?? "");

  test("becomes a trust store in each home, which the JDBC URLs name", () => {
    const path = "repository/resources/security/mysql-truststore.jks";
    expect(textsOf(path).map((text) => Buffer.from(text, "latin1"))).toEqual([store, store]);
    const urls = textsOf(`${conf}/datasources/master-datasources.xml`).map(
      (text) =>
        new URL(/<url>jdbc:(mysql:.*\/userdb.*)<\/url>/.exec(text)?.[1]?.replaceAll("&amp;", "&") ?? ""),
    );
    for (const [index, home] of ["/srv/one", smallestDescription.product.home].entries()) {
      expect(Object.fromEntries(urls[index]?.searchParams ?? [])).toEqual({
        autoReconnect: "true",
        useSSL: "true",
        requireSSL: "true",
        enabledTLSProtocols: "TLSv1.2",
        verifyServerCertificate: "true",
        trustCertificateKeyStoreUrl: `file:${home}/${path}`,
        trustCertificateKeyStoreType: "JKS",
      });
    }
  });

  test("leaves both nodes the same id of the registry, whatever their homes", () => {
    const [first, second] = textsOf(`${conf}/registry.xml`).map(
      (text) => /<cacheId>.*<\/cacheId>/.exec(text)?.[0],
    );
    expect(first).toContain(encodeURIComponent(`file:${smallestDescription.product.home}/`));
    expect(second).toBe(first);
  });
});

describe("an override", () => {
  const overridden = (...overrides: NonNullable<ClusterDescription["overrides"]>) => ({
    ...smallestDescription,
    overrides,
  });

  test("goes to the node it names, or to both", () => {
    const file = `${conf}/log4j.properties`;
    const { nodes } = renderCluster(
      overridden(
        { file, path: "log4j.rootLogger", value: "WARN" },
        { file, path: "new.key", value: "x", node: "node2" },
      ),
      sample,
    );
    const [first, second] = nodes.map((files) => files.find(({ path }) => path === file)?.text);
    expect(first).toContain("\nlog4j.rootLogger=WARN\n");
    expect(first).not.toContain("new.key");
    expect(second).toBe(`${first}new.key=x\n`);
  });

  test("comes after the edits of the deployment", () => {
    const file = `${conf}/event-processor.xml`;
    const path =
      "/eventProcessorConfiguration/mode[@enable='true']/eventSync[port='11500']/receiverQueueSize";
    const description = { ...overridden({ file, path, value: "2000000" }), ports: { eventSync: 11500 } };
    const { nodes } = renderCluster(description, sample);
    const text = nodes[0].find((rendered) => rendered.path === file)?.text;
    expect(text).toContain("<receiverQueueSize>2000000</receiverQueueSize>");
    expect(text).toContain("<hostName>10.0.1.10</hostName>\n            <port>11500</port>");
  });

  const events = "/eventProcessorConfiguration/mode";
  const clustering = "/axisconfig/clustering";
  const datasource = (name: string) => `/datasources-configuration/datasources/datasource[name='${name}']`;
  const user = `${datasource("WSO2UM_DB")}/definition/configuration`;
  const eventStore = `${datasource("WSO2_ANALYTICS_EVENT_STORE_DB")}/definition/configuration`;
  const statistics = `${datasource("WSO2AM_STATS_DB")}/definition/configuration`;
  const synchronizer = "/Server/DeploymentSynchronizer";
  const store = "/analytics-dataservice-configuration/analytics-record-store[@name='EVENT_STORE']";

  test.each([
    ["event-processor.xml", `${events}[@name='HA']/@enable`, "false", "this library"],
    ["event-processor.xml", `${events}[@name='HA']/@name`, "SingleNode", "this library"],
    ["event-processor.xml", `${events}[@name='Distributed']/@enable`, "true", "this library"],
    ["event-processor.xml", `${events}[@name='HA']/nodeType/worker/@enable`, "false", "this library"],
    ["event-processor.xml", `${events}[@enable='true']/eventSync/port`, "1", "ports.eventSync"],
    ["event-processor.xml", `${events}[@name="HA"]/management/port`, "1", "ports.management"],
    ["event-processor.xml", `${events}[@name='HA']/management/hostName`, "x", "nodes[].address"],
    [
      "event-processor.xml",
      `${events}[@name='HA']/persistence/@enable`,
      "x",
      "eventProcessing.statePersistence",
    ],
    [
      "event-processor.xml",
      `${events}[@name='HA']/nodeType/presenter/@enable`,
      "x",
      "eventProcessing.presenter",
    ],
    [
      "event-processor.xml",
      `${events}[@name='HA']/presentation/port`,
      "x",
      "eventProcessing.presenter and ports.presentation",
    ],
    ["axis2/axis2.xml", `${clustering}/@enable`, "false", "this library"],
    ["axis2/axis2.xml", `${clustering}/parameter[@name='membershipScheme']`, "multicast", "this library"],
    [
      "axis2/axis2.xml",
      `${clustering}/parameter[@name='domain'][@name='domain']`,
      "other",
      "clustering.domain",
    ],
    ["axis2/axis2.xml", `${clustering}/parameter[@name='domain']/@name`, "region", "clustering.domain"],
    ["axis2/axis2.xml", `${clustering}/parameter[@name='groupPassword']`, "x", "clustering.groupPassword"],
    ["axis2/axis2.xml", `${clustering}/parameter[@name='localMemberHost']`, "x", "nodes[].address"],
    ["axis2/axis2.xml", `${clustering}/parameter[@name='localMemberPort']`, "1", "ports.hazelcast"],
    ["axis2/axis2.xml", `${clustering}/members/member[hostName='10.0.2.10']/port`, "1", "ports.hazelcast"],
    ["analytics/spark/spark-defaults.conf", "carbon.spark.master", "yarn", "this library"],
    ["analytics/spark/spark-defaults.conf", "carbon.spark.master.count", "1", "this library"],
    ["analytics/spark/spark-defaults.conf", "carbon.das.symbolic.link", "/x", "spark.symbolicLink"],
    ["hazelcast.properties", "hazelcast.max.no.heartbeat.seconds", "1", "clustering.failureDetectionSeconds"],
    ["datasources/master-datasources.xml", `${user}/password`, "x", "database.password"],
    ["datasources/analytics-datasources.xml", `${eventStore}/password`, "x", "database.password"],
    ["datasources/analytics-datasources.xml", `${eventStore}/username`, "x", "database.username"],
    [
      "datasources/analytics-datasources.xml",
      `${eventStore}/url`,
      "x",
      "database.host, port, names or jdbcParameters",
    ],
    ["datasources/analytics-datasources.xml", `${eventStore}/testOnBorrow`, "false", "this library"],
    ["datasources/stats-datasources.xml", `${statistics}/password`, "x", "statisticsDatabase.password"],
    [
      "user-mgt.xml",
      "/UserManager/Realm/Configuration/Property[@name='dataSource']",
      "jdbc/X",
      "this library",
    ],
    ["registry.xml", "/wso2registry/mount[@path='/_system/config']/@overwrite", "virtual", "this library"],
    ["registry.xml", "/wso2registry/remoteInstance[id='gov']/readOnly", "true", "this library"],
    ["carbon.xml", "/Server/Ports/Offset", "5", "product.portOffset"],
    ["carbon.xml", `${synchronizer}/SvnPassword`, "x", "deploymentSynchronizer"],
    ["carbon.xml", `${synchronizer}/AutoCommit`, "x", "deploymentSynchronizer"],
    [
      "analytics/analytics-config.xml",
      `${store}/properties/property[@name='datasource']`,
      "X_DB",
      "this library",
    ],
  ])("in %s of %s, which the deployment sets, is refused", (name, path, value, argument) => {
    const file = `${conf}/${name}`;
    const overrides = [{ file, path, value }];
    const problems = problemsOf({ ...fullDescription, ports: { eventSync: 11500 }, overrides });
    expect(codesOf(problems)).toEqual([`${file} ${path} WA616`]);
    expect(problems[0]?.problem).toContain(argument);
  });

  test("with the very value that the deployment sets is refused too, as the place is another argument's", () => {
    const file = `${conf}/axis2/axis2.xml`;
    const path = `${clustering}/parameter[@name='domain']`;
    const overrides = [{ file, path, value: "analytics.example" }];
    expect(codesOf(problemsOf({ ...fullDescription, overrides }))).toEqual([`${file} ${path} WA616`]);
  });

  test("beside what the deployment sets is made", () => {
    const changes: [file: string, path: string, value: string, expected: string][] = [
      ["axis2/axis2.xml", `${clustering}/parameter[@name='mcastPort']`, "45565", ">45565<"],
      ["event-processor.xml", `${events}[@name='HA']/management/tryStateChangeInterval`, "9", ">9<"],
      ["datasources/analytics-datasources.xml", `${eventStore}/maxActive`, "60", "<maxActive>60<"],
      ["datasources/master-datasources.xml", `${user}/maxActive`, "500", "<maxActive>500<"],
      ["analytics/spark/spark-defaults.conf", "spark.worker.memory", "2g", "spark.worker.memory 2g\n"],
      ["carbon.xml", "/Server/ServerKey", "AM", "<ServerKey>AM<"],
    ];
    const overrides = changes.map(([file, path, value]) => ({ file: `${conf}/${file}`, path, value }));
    const { nodes } = renderCluster({ ...fullDescription, overrides }, sample);
    for (const [file, , , expected] of changes) {
      expect(nodes[1].find(({ path }) => path === `${conf}/${file}`)?.text).toContain(expected);
    }
  });

  test("of a value that an argument would set is made where that argument is not given", () => {
    const file = `${conf}/carbon.xml`;
    const { nodes } = renderCluster(
      overridden({ file, path: `${synchronizer}/AutoCheckout`, value: "false" }),
      sample,
    );
    expect(nodes[0].find(({ path }) => path === file)?.text).toContain("<AutoCheckout>false<");
  });

  test("adds an element that the distribution has in a comment only, where it is told to", () => {
    const file = `${conf}/carbon.xml`;
    const added = { file, path: "/Server/HostName", value: "a & b", add: true };
    const kept = { file, path: "/Server/ServerKey", value: "Analytics", add: true };
    const { nodes } = renderCluster(overridden(added, kept), sample);
    const rendered = nodes[0].find(({ path }) => path === file)?.text ?? "";
    expect(rendered).toMatch(/\n {4}<HostName>a &amp; b<\/HostName>\n/);
    expect(rendered.match(/<ServerKey>/g)).toHaveLength(1);
  });

  test("adds nothing to what the deployment sets", () => {
    const file = `${conf}/axis2/axis2.xml`;
    const path = "/axisconfig/clustering/members/member[@name='third']";
    expect(codesOf(problemsOf(overridden({ file, path, value: "x", add: true })))).toEqual([
      `${file} ${path} WA616`,
    ]);
  });

  test("can make a file that is optional in the distribution", () => {
    const file = `${conf}/hazelcast.properties`;
    const { nodes } = renderCluster(
      overridden({ file, path: "hazelcast.shutdownhook.enabled", value: "false" }),
      sample,
    );
    expect(nodes[1].find(({ path }) => path === file)).toMatchObject({
      text: "hazelcast.shutdownhook.enabled=false\n",
      base: undefined,
    });
  });

  test("that has no place is listed with the others and its remedy, without its value", () => {
    const value = "a secret";
    const problems = problemsOf(
      overridden(
        { file: `${conf}/carbon.xml`, path: "/Server/HostName", value },
        { file: `${conf}/carbon.xml`, path: "/Server/Ports/@none", value, node: "node2" },
        { file: "bin/load-spark-env-vars.sh", path: "JAVA_OPTS", value },
        { file: `${conf}/none.xml`, path: "/a", value, node: "node1" },
      ),
    );
    expect(codesOf(problems).toSorted()).toEqual([
      "bin/load-spark-env-vars.sh JAVA_OPTS WA616",
      `${conf}/carbon.xml /Server/HostName WA616`,
      `${conf}/carbon.xml /Server/Ports/@none WA616`,
      `${conf}/none.xml WA616`,
    ]);
    expect(problems.map(({ remedy }) => /overrides\[\d\]/.exec(remedy)?.[0]).toSorted()).toEqual(
      [0, 1, 2, 3].map((index) => `overrides[${index}]`),
    );
    expect(formatProblems(problems)).not.toContain(value);
  });
});

describe("the warnings", () => {
  const warningsOf = (description: ClusterDescription, distribution = sample) =>
    warningLines(renderCluster(description, distribution).findings);

  test("name what is not given and what that means", () => {
    expect(codesIn(warningsOf(smallestDescription))).toEqual([
      "clustering.groupPassword WA710",
      "statisticsDatabase WA710",
    ]);
  });

  test("are none where both are given", () => {
    expect(warningsOf(fullDescription)).toEqual([]);
  });

  test("are none where the distribution has both already", () => {
    const axis2 = `${conf}/axis2/axis2.xml`;
    const statistics = `${conf}/datasources/stats-datasources.xml`;
    const changed = laidOver(sample, [
      {
        path: axis2,
        text: (sample.get(axis2) ?? "").replace(
          "<members>",
          `<parameter name="groupPassword">own</parameter><members>`,
        ),
      },
      {
        path: statistics,
        text: (sample.get(statistics) ?? "").replace(/<url>.*<\/url>/, "<url>jdbc:mysql://db/stats</url>"),
      },
    ]);
    expect(warningsOf(smallestDescription, changed)).toEqual([]);
  });

  test("do not mention a statistics database that is left out on purpose", () => {
    const warnings = warningsOf({ ...smallestDescription, statisticsDatabase: { enabled: false } });
    expect(codesIn(warnings)).toEqual(["clustering.groupPassword WA710"]);
  });
});
