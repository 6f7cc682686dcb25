import type { ClusterDescription } from "../../components/description";
import { readClusterDescription } from "./readClusterDescription";

/** The options that name the description of a cluster. */
export const descriptionOptions = {
  cluster: { type: "string" },
  stack: { type: "string" },
  cwd: { type: "string" },
} as const;

export const descriptionUsage = `  --cluster       the description of the cluster, see docs/render.md
  --stack         in its place, the configuration of this stack of the ready-made Pulumi project
  --cwd           the folder of that project (default: this one)
`;

interface DescriptionOptions {
  cluster?: string | undefined;
  stack?: string | undefined;
  cwd?: string | undefined;
}

/** Undefined where the options name none. */
export async function readDescription(given: DescriptionOptions): Promise<ClusterDescription | undefined> {
  const { cluster, stack, cwd = "." } = given;
  if (cluster !== undefined && stack !== undefined) {
    throw new Error("--cluster, --stack: describe one cluster; give one of them");
  }
  if (cluster !== undefined) return readClusterDescription(cluster);
  if (stack === undefined) return undefined;
  // It loads Pulumi, which takes longer than all the rest.
  const { readStackDescription } = await import("./readStackDescription");
  return readStackDescription({ folder: cwd, stack });
}
