import * as pulumi from "@pulumi/pulumi";
import { type ClusterDescription, clusterShape } from "../../components/description";
import { withAbsolutePaths } from "../../components/program";
import { clusterDescriptionFromConfig, targetFromConfig } from "../../components/stack";
import { askPulumi, type ProjectStack } from "../pulumi";

const remedy = "name one with --stack, and the folder of its project with --cwd";

/**
 * The description in the configuration of a stack, as the ready-made one has it. Local files are named from the project's folder.
 *
 * @throws Error where there is none, or with every problem
 */
export async function readStackDescription(stack: ProjectStack): Promise<ClusterDescription> {
  const config = (await askPulumi("the configuration", remedy, ["config"], stack)) as Record<
    string,
    { value?: string }
  >;
  const namespace = Object.keys(config)
    .find((key) => /^[^:]+:product$/.test(key))
    ?.replace(/:product$/, "");
  if (namespace === undefined) {
    throw new Error(
      "the stack's configuration has no key product, so it describes no cluster; give --cluster",
    );
  }
  const texts = Object.entries(config).map(([key, { value = "" }]) => [key, value]);
  pulumi.runtime.setAllConfig(Object.fromEntries(texts));
  if (targetFromConfig(namespace) === "aws") {
    throw new Error(
      "the stack makes its nodes on AWS, so its configuration has no addresses; give --cluster",
    );
  }
  return withAbsolutePaths(clusterDescriptionFromConfig(namespace), clusterShape, stack.folder);
}
