import type { NodeOperation } from "../../components";
import { type CommandOutput, ExitCode, helpOptions, parseOptions } from "../commandLine";

/** The options of the commands on a running deployment. */
const options = {
  stack: { type: "string" },
  cwd: { type: "string" },
  cluster: { type: "string" },
  distribution: { type: "string" },
  ...helpOptions,
} as const;

export const deploymentUsage = `  --stack         a stack of the Pulumi project, with the output operations (default: the selected one)
  --cwd           the folder of the project (default: this one)
  --cluster       in place of a stack, the description that was deployed, see docs/render.md
  --distribution  the product's home or zip (default: product.distribution of the cluster file)
  --json          print the result as JSON
  --help          print this text
`;

/** Runs a command on the nodes of the deployment that its options name. */
export async function onDeployment(
  name: string,
  usage: string,
  argv: readonly string[],
  output: CommandOutput,
  work: (operations: NodeOperation[], isJson: boolean) => Promise<number>,
): Promise<number> {
  const { values } = parseOptions(name, { args: [...argv], options });
  if (values.help) {
    output.out(usage);
    return ExitCode.Right;
  }
  return work(await operationsOf(values), values.json ?? false);
}

interface DeploymentOptions {
  stack?: string | undefined;
  cwd?: string | undefined;
  cluster?: string | undefined;
  distribution?: string | undefined;
}

async function operationsOf(given: DeploymentOptions): Promise<NodeOperation[]> {
  const { stack, cwd = ".", cluster, distribution } = given;
  if (cluster === undefined) {
    if (distribution !== undefined) throw new Error("--distribution: is for --cluster; leave it out");
    const { readOperations } = await import("./readOperations");
    return readOperations(stack === undefined ? { folder: cwd } : { folder: cwd, stack });
  }
  if (stack !== undefined) throw new Error("--cluster, --stack: name one deployment; give one of them");
  const { plannedOperations } = await import("./plannedOperations");
  return plannedOperations(cluster, distribution);
}
