import { expect, it } from "vitest";
import type { ClusterDescription } from "../../components/description/clusterDescription";
import { maskSecrets, secretsOf } from "../../components/render/mask";
import { renderCluster } from "../../components/render/renderCluster";
import { fullDescription, sampleProduct } from "../support/sampleProduct";

const odd = (name: string) => `&<${name}>"%;=/é`;

/** Every secret that stands in a file. */
const description: ClusterDescription = {
  ...fullDescription,
  database: {
    ...fullDescription.database,
    password: odd("database"),
    jdbcParameters: { trustCertificateKeyStorePassword: odd("trust-store's") },
  },
  clustering: { groupPassword: odd("group") },
  deploymentSynchronizer: { svnUrl: "https://svn.internal/", svnUser: "svn", svnPassword: odd("svn") },
  statisticsDatabase: {
    host: "stats.internal",
    name: "stats",
    username: "stats",
    password: odd("statistics"),
  },
  overrides: [
    { file: "repository/conf/carbon.xml", path: "/Server/ServerKey", value: odd("xml"), secret: true },
    { file: "repository/conf/log4j.properties", path: "log4j.a", value: odd("properties"), secret: true },
  ],
};

it("a node knows every form in which a secret stands in its files", () => {
  const texts = textsOf(description);
  const wanted = textsOf(maskSecrets(description));
  const holding = texts.filter((text, index) => text !== wanted[index]);
  expect(holding.length).toBeGreaterThanOrEqual(10);
  const masked = texts.map((text) =>
    secretsOf(description).reduce((rest, secret) => rest.replaceAll(secret, "********"), text),
  );
  expect(masked).toEqual(wanted);
});

function textsOf(of: ClusterDescription): string[] {
  const files = renderCluster(of, sampleProduct()).nodes.flat();
  return files.map(({ text }) => Buffer.from(text, "latin1").toString("utf8"));
}

it("a node knows nothing of the login that makes the databases", () => {
  const administrator = { username: "admin", password: "the-administrator's" };
  const known = secretsOf({ ...description, database: { ...description.database, administrator } });
  expect(known.join()).not.toContain("administrator");
  expect(known).toContain(odd("database"));
});
