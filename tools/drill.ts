import { printableLines } from "../components/description/printable";
import { ExitCode, runCommand } from "./operations/commandLine";
import { DrillRefused, drill, drillTable } from "./operations/drill";
import { verificationTable } from "./operations/verificationTable";

/** `npm run drill`: what happens when the active node of a deployed stack is stopped. */
void runCommand("drill", async (operations) => {
  const say = (text: string) => void process.stdout.write(`${text}\n`);
  try {
    const result = await drill(operations, say, interruption());
    say(`\n${drillTable(result)}\n${verificationTable(result.after)}`);
    return ExitCode.Right;
  } catch (error) {
    process.stderr.write(`${printableLines((error as Error).message)}\n`);
    return error instanceof DrillRefused ? ExitCode.Undone : ExitCode.Wrong;
  }
});

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
