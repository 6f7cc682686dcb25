import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import path from "node:path";
import { runMain, step } from "./machine/step";
import { provideProgram } from "./machine/systemPrograms";

const shellcheck = { program: "shellcheck", debianPackage: "shellcheck", redHatPackage: "ShellCheck" };

/** `npm run lint`: Biome over everything, shellcheck over what runs on nodes and before anything is installed. */
async function lint(): Promise<void> {
  await step("shellcheck", () => provideProgram(shellcheck));
  check("biome", ["check", "."]);
  check("shellcheck", [
    "-s",
    "sh",
    ...globSync(
      "{components/node/scripts,tools,tools/conformance,tools/sample-product/bin,tools/systems}/*.sh",
    ),
  ]);
}

function check(program: string, words: string[]): void {
  const { status } = spawnSync(program, words, { cwd: path.resolve(__dirname, ".."), stdio: "inherit" });
  if (status !== 0) throw new Error(`${program} found problems`);
}

runMain(lint);
