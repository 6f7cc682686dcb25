import type { ClusterDescription } from "../../../components/description/clusterDescription";
import { formatProblem } from "../../../components/description/problem";
import {
  type DistributionText,
  inspectCluster,
  type RenderedCluster,
} from "../../../components/render/renderCluster";
import { fullDescription, laidOver, sampleProduct } from "../../support/sampleProduct";

export const conf = "repository/conf";

/** A description with which the sample product has no finding. */
export const quietDescription: ClusterDescription = {
  product: { profile: "apim-analytics-2.1.0", home: "/opt/wso2am-analytics-2.1.0" },
  nodes: [{ address: "10.0.1.10" }, { address: "10.0.2.10" }],
  database: { host: "db.internal", username: "wso2analytics", password: "a-password" },
  clustering: { groupPassword: fullDescription.clustering?.groupPassword },
  statisticsDatabase: { enabled: false },
};

/** A new text, or a change of the text that the sample product has. */
export type Changes = Record<string, string | ((text: string) => string)>;

export function changedHome(changes: Changes): DistributionText {
  const sample = sampleProduct();
  const files = Object.entries(changes).map(([path, change]) => {
    const text = typeof change === "string" ? change : change(sample.get(path) ?? "");
    if (text === sample.get(path)) throw new Error(`nothing was changed in ${path}`);
    return { path, text };
  });
  return laidOver(sample, files);
}

export function inspect(changes: Changes, options: Partial<ClusterDescription> = {}): RenderedCluster {
  return inspectCluster({ ...quietDescription, ...options }, changedHome(changes));
}

/** The findings as they are printed, `error: place: problem; remedy (code)`. */
export function said(changes: Changes, options: Partial<ClusterDescription> = {}): string[] {
  return inspect(changes, options).findings.map((each) => `${each.severity}: ${formatProblem(each)}`);
}

/** The findings without their words: `error: place code`. */
export function codesFound({ findings }: RenderedCluster): string[] {
  return findings.map(({ severity, place, code }) => `${severity}: ${place} ${code}`);
}

export function found(changes: Changes, options: Partial<ClusterDescription> = {}): string[] {
  return codesFound(inspect(changes, options));
}

/** A rendered file of the first node. */
export function rendered(path: string, changes: Changes, options: Partial<ClusterDescription> = {}): string {
  const { nodes } = inspect(changes, options);
  return nodes[0].find((file) => file.path === path)?.text ?? "";
}
