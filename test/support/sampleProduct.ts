import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { ClusterDescription } from "../../components/description/clusterDescription";
import { findProfile, type ProductProfile } from "../../components/product";
import type { DistributionText } from "../../components/render/renderCluster";
import { asVersion } from "../../tools/sample-server/productVersion";

const repository = join(__dirname, "../..");

/** The stand-in for the product's home that the demo uses too. */
export const sampleProductFolder = join(repository, "tools/sample-product");

/** The products' own files, kept beside the repository because they are not ours to copy. */
const stockFolder = join(repository, "../shared/stock");
export const hasStockProduct = existsSync(stockFolder);
/** The profiles of which there are stock files. */
export const stockProfiles = [
  "apim-analytics-2.0.0",
  "apim-analytics-2.1.0",
  "apim-analytics-2.2.0",
  "das-3.1.0",
];

export function sampleProduct(): DistributionText {
  return readTexts(sampleProductFolder);
}

/** The stand-in as another version ships it. */
export function sampleProductOf(profile: string): DistributionText {
  return asVersion(requireProfile(profile), sampleProduct());
}

export function requireProfile(id: string): ProductProfile {
  const profile = findProfile(id);
  if (profile === undefined) throw new Error(`${id} is not known`);
  return profile;
}

/** The stock files, completed by what they lack: the start script's part and the database scripts. */
export function stockProduct(profile = "apim-analytics-2.1.0"): DistributionText {
  const stock = hasStockProduct ? readTexts(join(stockFolder, profile)) : [];
  const lacking = [...sampleProduct()].filter(([path]) => /^(bin|dbscripts)\//.test(path));
  return new Map([...lacking, ...stock]);
}

/** What is left when nothing but the required is given. */
export const smallestDescription: ClusterDescription = {
  product: { profile: "apim-analytics-2.1.0", home: "/opt/wso2am-analytics-2.1.0" },
  nodes: [{ address: "10.0.1.10" }, { address: "10.0.2.10" }],
  database: { host: "db.internal", username: "wso2analytics", password: "a-password" },
};

/** A value for every option that changes a file. */
export const fullDescription: ClusterDescription = {
  product: { ...smallestDescription.product, portOffset: 3 },
  nodes: [
    { address: "10.0.1.10", sparkAddress: "10.9.1.10", ports: { hazelcast: 4100, eventSync: 11300 } },
    { address: "10.0.2.10", home: "/srv/analytics", ports: { presentation: 11002 } },
  ],
  database: {
    host: "db.internal",
    port: 3307,
    username: "wso2analytics",
    password: `<&> "quoted" 'single' #;:%{}=\u00e9\u20ac`,
    names: { user: "users", registry: "registry", eventStore: "EVENTS", processedData: "PROCESSED" },
    jdbcParameters: { useSSL: "true", enabledTLSProtocols: "TLSv1.2,TLSv1.3" },
    schema: { furtherScripts: [{ path: "dbscripts/identity/mysql-5.7.sql", database: "user" }] },
  },
  ports: { management: 10105 },
  clustering: { domain: "analytics.example", groupPassword: "join&me", failureDetectionSeconds: 60 },
  eventProcessing: { statePersistence: false, presenter: "node2" },
  spark: { symbolicLink: "/opt/analytics" },
  deploymentSynchronizer: {
    svnUrl: "https://svn.internal/apps?a=1&b=2",
    svnUser: "svn",
    svnPassword: "s&n-password",
  },
  statisticsDatabase: { host: "stats.internal", name: "stats", username: "stats", password: "st<ts" },
  overrides: [
    { file: "repository/conf/carbon.xml", path: "/Server/Ports/JMX/RMIRegistryPort", value: "9990" },
    {
      file: "repository/conf/data-bridge/data-bridge-config.xml",
      path: "/dataBridgeConfiguration/dataReceiver[@name='Thrift']/config[@name='sslPort']/@name",
      value: "secureTcpPort",
    },
    {
      file: "repository/conf/log4j.properties",
      path: "log4j.logger.org.example",
      value: "DEBUG",
      node: "node2",
    },
  ],
};

/** The distribution with the files given laid over it, as on a node after activation. */
export function laidOver(
  distribution: DistributionText,
  files: readonly { path: string; text: string }[],
): DistributionText {
  return new Map([...distribution, ...files.map(({ path, text }) => [path, text] as const)]);
}

function readTexts(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => join(folder, path));
  const files = paths.filter((path) => statSync(path).isFile());
  return new Map(files.map((path) => [relative(folder, path), readFileSync(path, "latin1")]));
}
