import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";
import { generateSdk } from "../../tools/languages/generateSdk";
import { findPython } from "../../tools/languages/pythonEnvironment";
import type { EngineStack } from "../../tools/machine/engineStack";
import { findExecutable } from "../../tools/machine/executable";
import { findPulumiCommand } from "../../tools/machine/pulumiCommand";
import type { CommandResult } from "./yamlProgram";

const repository = path.resolve(__dirname, "../..");

/** A stack's program in Python, with the library generated from the package schema. */
export class PythonProgram {
  private readonly folder: string;
  private readonly plugin: string;
  private readonly stack: EngineStack;

  /**
   * @param folder made by `prepare`
   * @param plugin the folder of the plugin
   */
  constructor(folder: string, plugin: string, stack: EngineStack) {
    this.folder = folder;
    this.plugin = plugin;
    this.stack = stack;
  }

  static isPossible(): boolean {
    return findPython() !== undefined && findExecutable("go") !== undefined;
  }

  async prepare(): Promise<void> {
    mkdirSync(this.folder);
    const sdk = path.join(this.folder, "sdk");
    await generateSdk("python", sdk);
    const target = ["--no-deps", "--no-build-isolation", "--target", path.join(this.folder, "packages")];
    await this.python(this.folder, [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      ...target,
      sdk,
    ]);
    cpSync(path.join(__dirname, "program.py"), path.join(this.folder, "program.py"));
    const project = {
      name: "pulumi-wso2-analytics",
      runtime: "python",
      packages: { "wso2-analytics": this.plugin },
    };
    writeFileSync(path.join(this.folder, "Pulumi.yaml"), JSON.stringify(project));
    const configuration = "Pulumi.test.yaml";
    cpSync(path.join(this.stack.commandLine().folder, configuration), path.join(this.folder, configuration));
  }

  async up(args: object): Promise<CommandResult> {
    writeFileSync(path.join(this.folder, "args.json"), JSON.stringify(args));
    return this.run(this.folder, "up");
  }

  destroy(): Promise<CommandResult> {
    return this.run(this.folder, "destroy");
  }

  /** Previews an example with values in place of those that are somebody's. */
  async previewExample(name: string, values: Readonly<Record<string, string>>): Promise<CommandResult> {
    const folder = path.join(this.folder, name);
    cpSync(path.join(repository, "examples", name), folder, { recursive: true });
    const { name: project, ...settings } = parse(readFileSync(path.join(folder, "Pulumi.yaml"), "utf8"));
    const packages = { "wso2-analytics": this.plugin };
    writeFileSync(path.join(folder, "Pulumi.yaml"), JSON.stringify({ name: project, ...settings, packages }));
    const { command } = await findPulumiCommand();
    const env = { ...process.env, ...this.stack.commandLine().environment };
    const cli = (...words: string[]) => promisify(execFile)(command, words, { cwd: folder, env });
    await cli("stack", "init", "production");
    const words = Object.entries(values).flatMap(([key, value]) => ["--secret", `${key}=${value}`]);
    await cli("config", "set-all", "--stack", "production", ...words);
    return this.run(folder, "preview", project, "production", "__main__.py");
  }

  private async run(cwd: string, ...words: string[]): Promise<CommandResult> {
    try {
      const output = await this.python(cwd, [path.join(this.folder, "program.py"), ...words]);
      return { output, failed: false };
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      return { output: stdout + stderr, failed: true };
    }
  }

  private async python(cwd: string, words: readonly string[]): Promise<string> {
    const { command } = await findPulumiCommand();
    const env = {
      ...process.env,
      ...this.stack.commandLine().environment,
      PATH: `${path.dirname(command)}:${process.env.PATH}`,
      PYTHONPATH: path.join(this.folder, "packages"),
    };
    const { stdout, stderr } = await promisify(execFile)(findPython() ?? "", words, {
      cwd,
      env,
    });
    return stdout + stderr;
  }
}
