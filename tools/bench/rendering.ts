import { existsSync } from "node:fs";
import path from "node:path";
import { SaxesParser } from "saxes";
import type { ClusterDescription } from "../../components/description/clusterDescription";
import { findProfile } from "../../components/product/profiles/profiles";
import { readDistribution } from "../../components/render/distribution/readDistribution";
import {
  type DistributionText,
  distributionPaths,
  renderCluster,
} from "../../components/render/renderCluster";
import { comparison, type Figure } from "./figure";
import { record, type Times, timed } from "./rounds";

export const sampleProduct = path.join(__dirname, "..", "sample-product");

/** The product's own configuration files, where they lie beside the repository. */
const stockProduct = path.join(__dirname, "../../../shared/stock/apim-analytics-2.1.0");

const description: ClusterDescription = {
  product: { profile: "apim-analytics-2.1.0", home: "/opt/wso2am-analytics-2.1.0" },
  nodes: [{ address: "10.0.1.10" }, { address: "10.0.2.10" }],
  database: { host: "db.internal", username: "wso2analytics", password: "a-password" },
  clustering: { domain: "wso2.analytics.bench", groupPassword: "another-password" },
};

const rendering = "rendering";
const parsing = "parsing";
const iterations = 40;
/** Blocks until Node's compiler is done with the code. */
const warmUp = 5;

/** Rendering both nodes against only parsing the same XML files once with the same parser. */
export async function renderingFigure(rounds: number): Promise<Figure> {
  const paths = distributionPaths(description, profile());
  const distribution: DistributionText = new Map([
    ...(await readDistribution(sampleProduct, paths)).texts,
    ...(existsSync(stockProduct) ? (await readDistribution(stockProduct, paths)).texts : []),
  ]);
  const documents = [...distribution].filter(([file]) => file.endsWith(".xml")).map(([, text]) => text);
  const work = {
    [rendering]: () => renderCluster(description, distribution),
    [parsing]: () => documents.forEach(parse),
  };
  const times: Times = {};
  for (let round = -warmUp; round < rounds; round++) {
    for (const [name, once] of Object.entries(work)) {
      const milliseconds = await timed(async () => {
        for (let iteration = 0; iteration < iterations; iteration++) once();
      });
      if (round >= 0) record(times, name, milliseconds / iterations);
    }
  }
  const files = existsSync(stockProduct) ? "the stock files" : "the sample product";
  return comparison(
    `rendering both nodes from ${files}`,
    times[rendering] ?? [],
    "only parsing these files",
    times[parsing] ?? [],
    4,
  );
}

function profile() {
  const found = findProfile(description.product.profile);
  if (found === undefined) throw new Error(`${description.product.profile} is no profile any more`);
  return found;
}

function parse(document: string): void {
  new SaxesParser({ forceXMLVersion: true, defaultXMLVersion: "1.0" }).write(document).close();
}
