import { execFile } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { generateSdk } from "../../tools/languages/generateSdk";
import { findPython } from "../../tools/languages/pythonEnvironment";
import type { EngineStack } from "../../tools/machine/engineStack";
import { findExecutable } from "../../tools/machine/executable";
import { findPulumiCommand } from "../../tools/machine/pulumiCommand";
import type { CommandResult } from "./yamlProgram";

/** A stack's program in Python, with the library generated from the package schema. */
export class PythonProgram {
  private readonly folder: string;
  private readonly stack: EngineStack;

  /** @param folder made by `prepare` */
  constructor(folder: string, stack: EngineStack) {
    this.folder = folder;
    this.stack = stack;
  }

  static isPossible(): boolean {
    return findPython() !== undefined && findExecutable("go") !== undefined;
  }

  /** @param plugin the folder of the plugin */
  async prepare(plugin: string): Promise<void> {
    mkdirSync(this.folder);
    const sdk = path.join(this.folder, "sdk");
    await generateSdk("python", sdk);
    const target = ["--no-deps", "--no-build-isolation", "--target", path.join(this.folder, "packages")];
    await this.python(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...target, sdk]);
    cpSync(path.join(__dirname, "program.py"), path.join(this.folder, "program.py"));
    const project = {
      name: "pulumi-wso2-analytics",
      runtime: "python",
      packages: { "wso2-analytics": plugin },
    };
    writeFileSync(path.join(this.folder, "Pulumi.yaml"), JSON.stringify(project));
    const configuration = "Pulumi.test.yaml";
    cpSync(path.join(this.stack.commandLine().folder, configuration), path.join(this.folder, configuration));
  }

  async up(args: object): Promise<CommandResult> {
    writeFileSync(path.join(this.folder, "args.json"), JSON.stringify(args));
    return this.run("up");
  }

  destroy(): Promise<CommandResult> {
    return this.run("destroy");
  }

  private async run(operation: string): Promise<CommandResult> {
    try {
      return { output: await this.python(["program.py", operation]), failed: false };
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      return { output: stdout + stderr, failed: true };
    }
  }

  private async python(words: readonly string[]): Promise<string> {
    const { command } = await findPulumiCommand();
    const env = {
      ...process.env,
      ...this.stack.commandLine().environment,
      PATH: `${path.dirname(command)}:${process.env.PATH}`,
      PYTHONPATH: path.join(this.folder, "packages"),
    };
    const { stdout, stderr } = await promisify(execFile)(findPython() ?? "", words, {
      cwd: this.folder,
      env,
    });
    return stdout + stderr;
  }
}
