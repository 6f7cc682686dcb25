import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { planDeployment } from "../../components/cluster/deploymentPlan";
import { type ClusterDescription, defaultDatabaseNames } from "../../components/description";
import { factsRequest } from "../../components/node";
import { stageScript } from "../../components/node/nodeRequests";
import { actionScript } from "../../components/node/protocol/nodeAction";
import type { MySqlServer } from "../../tools/machine/mysqlServer";
import { Debian } from "../../tools/systems/debianImage";
import { DriverLogin } from "../../tools/systems/driverLogin";
import { parts } from "../../tools/systems/parts";
import type { SystemdHost } from "../../tools/systems/systemdHost";
import { TestBed } from "../../tools/systems/testBed";
import { sampleProductFolder } from "../support/sampleProduct";
import { idleServer } from "./idleServer";
import { query } from "./query";
import { renderedDatasources } from "./renderedDatasources";
import { withParts } from "./withParts";

const { bookworm, connector, jdk8, mysql80 } = parts;
const home = "/opt/wso2am-analytics-2.1.0";
const datasources = `${home}/repository/conf/datasources/master-datasources.xml`;
const password = `a&b<c>d"e=f#g;h:i%j{k}l ä€`;
const otherAuthority = path.resolve("test/aws/certificates.pem");
const encryptedOnly = { useSSL: "true", requireSSL: "true", enabledTLSProtocols: "TLSv1.2" };

let bed: TestBed;
let host: SystemdHost;
let server: MySqlServer;
let login: DriverLogin;
let users = 0;

/** The certificate of the authority that the server has made itself. */
function authority(): string {
  return path.join(path.dirname(server.defaultsFile), "data/ca.pem");
}

/** A new user: a server lets one in more easily that it remembers. */
async function databaseOf(options: Partial<ClusterDescription["database"]>) {
  const username = `user${++users}`;
  const names = Object.values(defaultDatabaseNames);
  await query(
    server,
    `CREATE USER '${username}'@'%' IDENTIFIED BY '${password}'`,
    ...names.map((name) => `CREATE DATABASE IF NOT EXISTS ${name} CHARACTER SET latin1`),
    ...names.map((name) => `GRANT ALL ON ${name}.* TO '${username}'@'%'`),
  );
  return { host: server.host, port: server.port, username, password, ...options };
}

/** A node that is deployed so. */
async function deployment(database: ClusterDescription["database"], javaHome = jdk8.home) {
  const { revisions, run } = await planDeployment({
    product: { profile: "apim-analytics-2.1.0", home, distribution: sampleProductFolder },
    nodes: [{ address: host.address }, { address: "10.0.2.10" }],
    database,
    service: { javaHome },
  });
  return { revision: revisions[0], run };
}

/** Stages its revision and applies it. */
async function apply(...node: Parameters<typeof deployment>): Promise<string> {
  const { revision, run } = await deployment(...node);
  await host.run("sh -s", { input: stageScript(home, revision, false, run) });
  const { database, secrets, nodeIdFiles } = run;
  const action = { kind: "apply", revision: revision.digest } as const;
  const args = {
    home,
    action,
    overwrite: false,
    isGuarded: false,
    stopSeconds: 5,
    database,
    secrets,
    nodeIdFiles,
  };
  return host.run("sh -s 2>&1", { input: actionScript(args) });
}

/** What a look at MySQL from the node says of the login: whether it is right, and the reason. */
async function seenLogin(...node: Parameters<typeof deployment>): Promise<string | undefined> {
  const { run } = await deployment(...node);
  const { script, parse } = factsRequest(home, run.secrets, run.nodeIdFiles, run.database);
  const facts = parse(await host.run("sh -s", { input: script }));
  const login = facts?.database?.checks.find(({ subject }) => subject === "login");
  return login && `${login.state}: ${login.detail}`;
}

withParts([bookworm, connector, jdk8, mysql80], "before a node's product starts", () => {
  beforeAll(async () => {
    bed = await TestBed.create();
    const shares = { ...DriverLogin.share(connector), ...jdk8.share };
    host = await bed.startHost("node1", Debian.Bookworm, shares);
    server = await bed.startMySql(mysql80);
    login = await DriverLogin.from(host, jdk8.home);
    await host.copy(sampleProductFolder, home);
    await host.run(`cat >${home}/bin/wso2server.sh`, { input: idleServer });
    await host.run(
      `mkdir -p ${home}/repository/components/lib && cp /opt/mysql-connector-java-*.jar ${home}/repository/components/lib/`,
    );
  });
  afterAll(() => bed?.end());

  describe("the login is refused, and nothing is changed,", () => {
    it.each([
      [
        "with useSSL alone",
        encryptedOnly,
        undefined,
        "Path does not chain with any of the trust anchors; give the",
      ],
      ["with the certificates of another authority", {}, otherAuthority, "Path does not chain with any"],
    ])("%s", async (_, jdbcParameters, caBundle, reason) => {
      const before = await host.run(`sha256sum ${datasources}`);
      const database = await databaseOf({ jdbcParameters, caBundle });
      const said = await apply(database).catch(String);
      expect(said).toContain("outcome - refused");
      expect(said).toContain("the product cannot log in to MySQL at");
      expect(said).toContain(reason);
      expect(said).toContain("Nothing was changed");
      expect(await host.run(`sha256sum ${datasources}`)).toBe(before);
    });

    it("with another password, which is not shown", async () => {
      const database = await databaseOf({
        jdbcParameters: { ...encryptedOnly, verifyServerCertificate: "false" },
      });
      const said = await apply({ ...database, password: "another-secret" }).catch(String);
      expect(said).toMatch(/with the JDBC driver: Access denied for user 'user\d+'@'[\d.]+' .*; see that/);
      expect(said).not.toContain("another-secret");
    });
  });

  describe("the login succeeds, as it does from the product's files,", () => {
    it.each([
      ["without verification", { ...encryptedOnly, verifyServerCertificate: "false" }, false],
      ["with the certificate of the server's authority", {}, true],
      ["with the key of the server", { allowPublicKeyRetrieval: "true" }, false],
    ])("%s", async (_, jdbcParameters, isVerified) => {
      const database = await databaseOf({ jdbcParameters, caBundle: isVerified ? authority() : undefined });
      const said = await apply(database);
      expect(said).toContain("outcome - done");
      expect(said).not.toContain("not checked");
      const answers = await login.attempt(await renderedDatasources(database));
      expect(answers).toEqual(Array(4).fill(expect.stringMatching(/^in 8\.0\.15 /)));
    });

    it("with an authority in the trust store of the product", async () => {
      const carbon = `${home}/repository/conf/carbon.xml`;
      const store = "repository/resources/security/client-truststore.jks";
      await host.run(
        `mkdir -p ${home}/${path.dirname(store)} && keytool -importcert -noprompt -alias mysql -storetype JKS -keystore ${home}/${store} -storepass wso2carbon`,
        { input: readFileSync(authority()) },
      );
      const element = `<TrustStore><Location>\${carbon.home}/${store}</Location><Type>JKS</Type><Password>wso2carbon</Password></TrustStore>`;
      await host.run(`cp ${carbon} /root/ && sed -i 's|</Server>|${element}</Server>|' ${carbon}`);
      const database = await databaseOf({ jdbcParameters: encryptedOnly });
      expect(await apply(database)).toContain("outcome - done");
      await host.run(`cp /root/carbon.xml ${carbon}`);
      expect(await apply(database).catch(String)).toContain("trust anchors");
    });
  });

  it("shows when the node is looked at", async () => {
    const database = await databaseOf({
      jdbcParameters: { ...encryptedOnly, verifyServerCertificate: "false" },
    });
    await apply(database);
    expect(await seenLogin(database)).toBe("ok: the JDBC driver logs in as the product does");
    await query(server, `ALTER USER '${database.username}'@'%' IDENTIFIED BY 'by-hand'`);
    expect(await seenLogin(database)).toMatch(/^bad: .*: Access denied for user/);
  });

  it("is tried as the owner of the home, who reads nothing beside it", async () => {
    await host.run(`id product || useradd product; chown -R product: ${home}`);
    const withAuthority = await databaseOf({ caBundle: authority() });
    expect(await apply(withAuthority)).toContain("outcome - done");
    expect(await seenLogin(withAuthority)).toBe("ok: the JDBC driver logs in as the product does");
    const refused = await apply({ ...withAuthority, password: "another-secret" }).catch(String);
    expect(refused).toContain("with the JDBC driver: Access denied for user");
    await host.run(`chown -R root: ${home}`);
  });

  it("is said not to be checked where the Java has no jjs", async () => {
    await host.run(`mkdir -p /opt/bare/bin && ln -s ${jdk8.home}/bin/java /opt/bare/bin/java`);
    const database = await databaseOf({ jdbcParameters: encryptedOnly });
    expect(await apply(database, "/opt/bare")).toContain(
      "the login of the JDBC driver was not checked: /opt/bare has no jjs",
    );
  });
});
