import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { defaultDatabaseNames } from "../../components/description";
import type { MySqlServer } from "../../tools/machine/mysqlServer";
import { Debian } from "../../tools/systems/debianImage";
import { DriverLogin } from "../../tools/systems/driverLogin";
import type { MySqlPart } from "../../tools/systems/mysqlPart";
import { parts } from "../../tools/systems/parts";
import type { SystemdHost } from "../../tools/systems/systemdHost";
import { TestBed } from "../../tools/systems/testBed";
import { query } from "./query";
import { renderedDatasources } from "./renderedDatasources";
import { withParts } from "./withParts";

const { bookworm, connector, jdk8, mysql56, mysql80, mysql9 } = parts;
const password = `a&b<c>d"e=f#g;h:i%j{k}l ä€`;
const hasJdk8 = jdk8.missing() === undefined;
const trustStore = "/opt/trust.jks";

const plain = / plain$/;
const encrypted = / \S+-GCM-SHA\d+$/;
const withoutKey = /^refused: .*Public Key Retrieval is not allowed$/;
const unknownCertificate = /^refused: .*Path does not chain with any of the trust anchors$/;

/** How the driver fares with `database.jdbcParameters` and users as the server makes them by default. */
interface Case {
  name: string;
  parameters: Record<string, string>;
  /** In MySQL 8.0 and later. */
  expected: RegExp;
  /** Under this alone; the product runs on nothing else, and newer ones know other ciphers. */
  onJdk8?: boolean;
}

const cases: Case[] = [
  { name: "the defaults", parameters: {}, expected: withoutKey },
  { name: "allowPublicKeyRetrieval", parameters: { allowPublicKeyRetrieval: "true" }, expected: plain },
  { name: "useSSL", parameters: { useSSL: "true" }, expected: unknownCertificate, onJdk8: true },
  {
    name: "useSSL without verification",
    parameters: { useSSL: "true", verifyServerCertificate: "false" },
    expected: encrypted,
    onJdk8: true,
  },
  {
    name: "useSSL with a trust store",
    parameters: {
      useSSL: "true",
      trustCertificateKeyStoreUrl: `file:${trustStore}`,
      trustCertificateKeyStorePassword: "changeit",
    },
    expected: encrypted,
    onJdk8: true,
  },
];

let bed: TestBed;
let host: SystemdHost;
let login: DriverLogin;

withParts([bookworm, connector], "the JDBC driver on a host", () => {
  beforeAll(async () => {
    bed = await TestBed.create();
    const shares = { ...DriverLogin.share(connector), ...(hasJdk8 ? jdk8.share : {}) };
    host = await bed.startHost("node1", Debian.Bookworm, shares);
    login = await DriverLogin.from(host, hasJdk8 ? jdk8.home : undefined);
  });
  afterAll(() => bed?.end());

  withParts([mysql56], mysql56.name, () => {
    const server = started(mysql56);

    it.each(cases.slice(0, 2))("logs in with $name", async ({ parameters }) => {
      const answers = await login.attempt(await sourcesIn(server(), parameters));
      expect(answers).toEqual(Array(4).fill(expect.stringMatching(/^in 5\.6\.\S+ plain$/)));
    });
  });

  for (const release of [mysql80, mysql9]) {
    withParts([release], release.name, () => {
      const server = started(release);
      beforeAll(() => makeTrustStore(server()));

      it.each(cases.filter(({ onJdk8 }) => hasJdk8 || !onJdk8))(
        "answers to $name",
        async ({ parameters, expected }) => {
          const sources = await sourcesIn(server(), parameters);
          // The driver tries three times and pauses; one source tells as much as four.
          const tried = expected.source.startsWith("^refused") ? sources.slice(0, 1) : sources;
          const answers = await login.attempt(tried);
          expect(answers).toEqual(Array(tried.length).fill(expect.stringMatching(expected)));
        },
      );
    });
  }
});

/** A server of that release for the tests around, which says its version. */
function started(release: MySqlPart): () => MySqlServer {
  let server: MySqlServer | undefined;
  beforeAll(async () => {
    server = await bed.startMySql(release);
  });
  const get = () => {
    if (server === undefined) throw new Error("not started");
    return server;
  };
  it("says its version", async () => {
    const [rows] = await query(get(), "SELECT VERSION() AS version");
    expect(rows).toEqual([{ version: expect.stringMatching(release.version) }]);
  });
  return get;
}

let users = 0;

/** What is rendered for a new user with the databases: a server lets one in more easily that it remembers. */
async function sourcesIn(server: MySqlServer, jdbcParameters: Record<string, string>) {
  const username = `user${++users}`;
  const databases = Object.values(defaultDatabaseNames);
  await query(
    server,
    `CREATE USER '${username}'@'%' IDENTIFIED BY '${password}'`,
    ...databases.map((name) => `CREATE DATABASE IF NOT EXISTS ${name} CHARACTER SET latin1`),
    ...databases.map((name) => `GRANT ALL ON ${name}.* TO '${username}'@'%'`),
  );
  const { host: address, port } = server;
  const sources = await renderedDatasources({ host: address, port, username, password, jdbcParameters });
  expect(sources).toHaveLength(4);
  return sources;
}

/** With the certificate of the authority that the server has made itself. */
async function makeTrustStore(server: MySqlServer): Promise<void> {
  await host.run(
    `rm -f ${trustStore} && keytool -importcert -noprompt -storetype JKS -keystore ${trustStore} -storepass changeit`,
    { input: readFileSync(path.join(path.dirname(server.defaultsFile), "data/ca.pem")) },
  );
}
