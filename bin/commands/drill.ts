import { printableLines } from "../../components/description";
import { paintTable } from "../colours";
import { type CommandOutput, ExitCode, jsonText } from "../commandLine";
import { deploymentUsage, onDeployment } from "../operations/deploymentOptions";
import { DrillRefused, drill, drillTable } from "../operations/drill";
import { verificationTable } from "../operations/verificationTable";

const usage = `Usage: wso2-analytics drill [--stack <name>] [--cwd <folder>] [--json]
       wso2-analytics drill --cluster <file.yaml> [--distribution <folder|zip>] [--json]

Stops the active node of a running deployment, measures until the other one is active, and starts the stopped one again,
also when it is interrupted. See docs/operations.md.

${deploymentUsage}
Exit code: 0 done, 1 something went wrong on the way, 2 refused, or the deployment could not be read.
`;

/** Shows how a deployment survives a stop of its active node. */
export function runDrill(argv: readonly string[], output: CommandOutput): Promise<number> {
  return onDeployment("drill", usage, argv, output, async (operations, isJson) => {
    const say = (text: string) => (isJson ? undefined : output.out(`${text}\n`));
    try {
      const result = await drill(operations, say, interruption());
      const tables = `\n${drillTable(result)}\n${verificationTable(result.after)}\n`;
      output.out(isJson ? jsonText(result) : output.hasColours ? paintTable(tables) : tables);
      return ExitCode.Right;
    } catch (error) {
      output.error(`${printableLines((error as Error).message)}\n`);
      return error instanceof DrillRefused ? ExitCode.Undone : ExitCode.Wrong;
    }
  });
}

/** The node that is down is started all the same. */
function interruption(): Promise<never> {
  const interrupted = new Promise<never>((_, reject) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => reject(new Error("the drill was interrupted")));
    }
  });
  interrupted.catch(() => undefined);
  return interrupted;
}
