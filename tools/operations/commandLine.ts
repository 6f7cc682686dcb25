import { parseArgs } from "node:util";
import { printableLines } from "../../components/description/printable";
import { type DeployedStack, readOperations } from "./readOperations";

/** What a script may end with: everything is right, something is wrong, or it could not be told. */
export const ExitCode = { Right: 0, Wrong: 1, Undone: 2 } as const;

/** Runs a command on the nodes of the stack that its options name, and ends with the exit code it gives. */
export async function runCommand(
  name: string,
  work: (operations: Awaited<ReturnType<typeof readOperations>>) => Promise<number>,
): Promise<void> {
  try {
    process.exitCode = await work(await readOperations(readOptions(name)));
  } catch (error) {
    process.stderr.write(`${printableLines((error as Error).message)}\n`);
    process.exitCode = ExitCode.Undone;
  }
}

function readOptions(name: string): DeployedStack {
  try {
    const options = { stack: { type: "string" }, cwd: { type: "string" } } as const;
    const { stack, cwd } = parseArgs({ options }).values;
    // npm runs scripts in the package's root and tells where it was called from.
    return { folder: cwd ?? process.env.INIT_CWD ?? ".", stack };
  } catch (error) {
    throw new Error(
      `${(error as Error).message}\nusage: npm run ${name} [-- --stack <name>] [--cwd <project folder>]`,
    );
  }
}
