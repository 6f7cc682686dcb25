import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
const limitMilliseconds = 600_000;

/** What a command prints. An error has the last lines of it. */
export async function command(
  folder: string,
  name: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  try {
    const { stdout } = await run(name, words, {
      cwd: folder,
      env: { ...process.env, ...environment },
      timeout: limitMilliseconds,
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    const said = `${stderr}\n${stdout}`.trim().split("\n").slice(-15).join("\n");
    throw new Error(`${name} ${words.slice(0, 2).join(" ")} failed:\n${said || error}`);
  }
}
