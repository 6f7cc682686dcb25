import { printableLines } from "../components/description";
import { type Command, type CommandOutput, ExitCode } from "./commandLine";

/** Each loads when it is asked for: `render` and `check` need no Pulumi. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  verify: async () => (await import("./commands/verify")).verify,
  drill: async () => (await import("./commands/drill")).runDrill,
  render: async () => (await import("./commands/render")).render,
  check: async () => (await import("./commands/check")).check,
};

const usage = `Usage: wso2-analytics <command> [options]

  verify   whether both nodes of a deployment are as they should be
  drill    stops the active node, measures until the other one is active, and brings it back
  render   the files that a deployment puts on the nodes, and how they differ from the distribution
  check    what in a product home overrides a deployment

  --help     print this text, or with a command what it does
  --version  print the version

Each command takes --json. It ends with 0 if everything is right, with 1 if something is wrong, and with 2 if it could not be
told, with the reason on standard error.
`;

/** The published command: runs the one that the first word names, and resolves to the exit code. */
export async function wso2Analytics(argv: readonly string[], output: CommandOutput): Promise<number> {
  const [name, ...words] = argv;
  if (name === "--help" || name === "-h") {
    output.out(usage);
    return ExitCode.Right;
  }
  if (name === "--version") {
    const { version } = require("pulumi-wso2-analytics/package.json") as { version: string };
    output.out(`${version}\n`);
    return ExitCode.Right;
  }
  try {
    const load = Object.hasOwn(commands, name ?? "") ? commands[name ?? ""] : undefined;
    if (load === undefined) throw new Error(unknownCommand(name));
    const command = await load();
    return await command(words, output);
  } catch (error) {
    output.error(`${printableLines(error instanceof Error ? error.message : String(error))}\n`);
    return ExitCode.Undone;
  }
}

function unknownCommand(name: string | undefined): string {
  const problem = name === undefined ? "no command is given" : `${name} is not a command`;
  return `${problem}; give ${Object.keys(commands).join(", ")} (see wso2-analytics --help)`;
}
