import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { NodeOperation } from "../../components";
import { findPulumiCommand } from "../machine/pulumiCommand";

const run = promisify(execFile);

export interface DeployedStack {
  /** The folder of the Pulumi project. */
  folder: string;
  /** @default the one that is selected there */
  stack?: string;
}

/** How the nodes of a deployed stack are looked after: its secret output `operations`, which the ready-made stack has. */
export async function readOperations({ folder, stack }: DeployedStack): Promise<NodeOperation[]> {
  const { command } = await findPulumiCommand();
  const words = ["stack", "output", "operations", "--show-secrets", "--json", "--non-interactive"];
  if (stack !== undefined) words.push("--stack", stack);
  try {
    const { stdout } = await run(command, words, { cwd: folder });
    return JSON.parse(stdout) as NodeOperation[];
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    // What was printed on standard output may hold secrets.
    const reason = stderr.trim().split("\n")[0] || "it has no such output";
    throw new Error(
      `the output operations of the stack ${stack ?? "selected"} in ${folder} cannot be read: ${reason}; ` +
        "export `operations` of the AnalyticsCluster, update the stack once, and name it with --stack",
    );
  }
}
