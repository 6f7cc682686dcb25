import { openPromise } from "yauzl";

/** An id of a node, wherever a release keeps it (2.2.0 as released lacks a separator); a node makes its own at its first start. */
const nodeId = String.raw`repository/(conf/analytics/|data/?)my-node-id\.dat`;

/**
 * Databases that the product makes at its first start, and locks of those that are open. Packs have H2 databases too: WSO2CARBON_DB,
 * WSO2METRICS_DB, and DAS WSO2ML_DB. (`bin.xml` in the sources of analytics-apim v2.0.0 to v2.2.0 and product-das v3.0.1 to v3.2.0.)
 */
const database = String.raw`repository/database/(ANALYTICS_.*|.*\.lock\.db)`;

/** Snapshots of the event processor, beside `repository`. */
const persistence = "cep_persistence";

const sign = new RegExp(`^([^/]+/)?(?<path>${nodeId}$|${database}$|${persistence}(?=/))`);

/** The files and folders of a product's zip that only a home that has run has, by their path in the home. */
export async function signsOfUse(zip: string): Promise<string[]> {
  const file = await openPromise(zip, { autoClose: false });
  try {
    const signs = new Set<string>();
    for await (const { fileName } of file.eachEntry()) {
      const path = sign.exec(fileName)?.groups?.path;
      if (path !== undefined) signs.add(path);
    }
    return [...signs];
  } finally {
    file.close();
  }
}
