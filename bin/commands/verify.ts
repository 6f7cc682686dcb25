import { paintTable } from "../colours";
import { type CommandOutput, ExitCode, jsonText } from "../commandLine";
import { deploymentUsage, onDeployment } from "../operations/deploymentOptions";
import { isRight, verifyNodes } from "../operations/verification";
import { verificationTable } from "../operations/verificationTable";

const usage = `Usage: wso2-analytics verify [--stack <name>] [--cwd <folder>] [--json]
       wso2-analytics verify --cluster <file.yaml> [--distribution <folder|zip>] [--json]

Looks at both nodes of a running deployment and changes nothing, see docs/operations.md.

${deploymentUsage}
Exit code: 0 everything is right, 1 something is wrong, 2 it could not be told.
`;

/** Checks both nodes of a deployment. */
export function verify(argv: readonly string[], output: CommandOutput): Promise<number> {
  return onDeployment("verify", usage, argv, output, async (operations, isJson) => {
    const nodes = await verifyNodes(operations);
    const right = isRight(nodes);
    const table = verificationTable(nodes);
    output.out(isJson ? jsonText({ right, nodes }) : output.hasColours ? paintTable(table) : table);
    if (nodes.some(({ failure }) => failure !== undefined)) return ExitCode.Undone;
    return right ? ExitCode.Right : ExitCode.Wrong;
  });
}
