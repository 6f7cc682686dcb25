import { type ParseArgsConfig, parseArgs } from "node:util";

/** Standard output and standard error of a command. */
export interface CommandOutput {
  out(text: string | Uint8Array): void;
  error(text: string): void;
  /** Standard output is a terminal that shows colours. */
  hasColours?: boolean;
}

/** Prints to that output, and resolves to the exit code. An error is printed by the caller. */
export type Command = (argv: readonly string[], output: CommandOutput) => Promise<number>;

/** Exit codes: everything is right, something is wrong, or the command could not find out. */
export const ExitCode = { Right: 0, Wrong: 1, Undone: 2 } as const;

export const helpOptions = { json: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;

/** @throws Error with one line that says where the options are explained */
export function parseOptions<T extends ParseArgsConfig>(
  command: string,
  config: T,
): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const [said = ""] = (error as Error).message.split(/\. |\n/);
    throw new Error(`${said.replace(/\.$/, "")}; see wso2-analytics ${command} --help`);
  }
}

/** For a program, as one document. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
