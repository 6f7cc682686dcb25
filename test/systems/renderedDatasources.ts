import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { wso2Analytics } from "../../bin/wso2Analytics";
import type { DatabaseArgs } from "../../components";
import { type Datasource, readDatasources } from "../../tools/sample-server/configuration/datasourceFiles";
import { XmlReader } from "../../tools/sample-server/configuration/xmlReader";
import { sampleProductFolder } from "../support/sampleProduct";

/** The datasources in MySQL as the files of a node have them, for that database. */
export async function renderedDatasources(database: Partial<DatabaseArgs>): Promise<Datasource[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "rendered-"));
  const cluster = path.join(folder, "cluster.yaml");
  const out = path.join(folder, "out");
  // JSON is YAML.
  writeFileSync(
    cluster,
    JSON.stringify({
      product: { profile: "apim-analytics-2.1.0", home: "/opt/wso2am-analytics-2.1.0" },
      nodes: [{ address: "10.0.1.10" }, { address: "10.0.2.10" }],
      database,
    }),
  );
  let said = "";
  const hear = (text: string | Uint8Array) => {
    said += text;
  };
  const code = await wso2Analytics(
    ["render", "--distribution", sampleProductFolder, "--cluster", cluster, "--out", out],
    {
      out: hear,
      error: hear,
    },
  );
  if (code !== 0) throw new Error(said);
  const files = path.join(out, "node1/repository/conf/datasources");
  const found = readDatasources(
    files,
    (file) => new XmlReader(readFileSync(path.join(files, file), "latin1")),
  );
  return found.filter(({ url }) => url.startsWith("jdbc:mysql:"));
}
