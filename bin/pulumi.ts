import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A Pulumi project and one of its stacks. */
export interface ProjectStack {
  /** The project's folder. */
  folder: string;
  /** @default the one that is selected there */
  stack?: string;
}

/**
 * Asks the CLI on PATH about a stack, and returns the JSON that it prints.
 *
 * @param subject what is asked for, for the message of an error: `the output operations`
 * @param remedy for the message of an error
 * @throws Error with the first line that the CLI writes to standard error; standard output may hold secrets
 */
export async function askPulumi(
  subject: string,
  remedy: string,
  words: readonly string[],
  { folder, stack }: ProjectStack,
): Promise<unknown> {
  if (!existsSync(folder)) throw new Error(`--cwd: there is no folder ${folder}; give the Pulumi project's`);
  const given = stack === undefined ? [] : ["--stack", stack];
  try {
    const all = [...words, "--show-secrets", "--json", "--non-interactive", ...given];
    const { stdout } = await run("pulumi", all, { cwd: folder, maxBuffer: 64 * 1024 * 1024 });
    return JSON.parse(stdout) as unknown;
  } catch (error) {
    const { code, stderr = "" } = error as { code?: unknown; stderr?: string };
    if (code === "ENOENT") throw new Error("there is no Pulumi CLI on PATH; install it, or give --cluster");
    const reason = stderr.trim().split("\n")[0] || "there is none";
    const name = stack === undefined ? "the selected stack" : `the stack ${stack}`;
    throw new Error(`${subject} of ${name} in ${folder} cannot be read: ${reason}; ${remedy}`);
  }
}
