import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { applyPatch, parsePatch } from "diff";
import { parse } from "yaml";
import type { ClusterDescription } from "../../components/description/clusterDescription";
import type { DistributionText } from "../../components/render/renderCluster";
import { hasStockProduct, stockProduct } from "./sampleProduct";

/** Changes that public repositories make in the stock files, kept beside the repository as the stock files are. */
const folder = join(__dirname, "../../../shared/cases");
export const hasPublicCases = hasStockProduct && existsSync(folder);

export interface PublicCase {
  home: DistributionText;
  description: ClusterDescription;
}

/** @param name the beginning of the case's name, such as `F1` */
export function publicCase(name: string): PublicCase {
  const found = readdirSync(folder).find((each) => each.startsWith(`${name}-`));
  if (found === undefined) throw new Error(`there is no case ${name}`);
  const read = (file: string) => readFileSync(join(folder, found, file), "utf8");
  return { home: patched(read("input.patch")), description: parse(read("cluster.yaml")) };
}

function patched(patch: string): DistributionText {
  const home = new Map(stockProduct());
  for (const file of parsePatch(patch)) {
    const path = file.newFileName?.replace(/^home\//, "") ?? "";
    const text = applyPatch(home.get(path) ?? "", file);
    if (text === false) throw new Error(`the patch does not fit ${path}`);
    home.set(path, text);
  }
  return home;
}
