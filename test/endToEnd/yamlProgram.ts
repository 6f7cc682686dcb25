import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { findYamlHost } from "../../tools/languages/yamlHost";
import type { EngineStack } from "../../tools/machine/engineStack";
import { findPulumiCommand } from "../../tools/machine/pulumiCommand";

const repository = path.resolve(__dirname, "../..");
const plugin = "pulumi-resource-wso2-analytics";

/** The end of a command of the CLI. */
export interface CommandResult {
  output: string;
  failed: boolean;
}

/** A stack's program in YAML, which `pulumi up` runs with the plugin as it is built for others. */
export class YamlProgram {
  readonly folder: string;
  private readonly stack: Pick<EngineStack, "commandLine">;

  /** @param folder made by `prepare` */
  constructor(folder: string, stack: Pick<EngineStack, "commandLine">) {
    this.folder = folder;
    this.stack = stack;
  }

  static async isPossible(): Promise<boolean> {
    return (await findYamlHost()) !== undefined;
  }

  /** Builds the plugin beside the program. */
  async prepare(): Promise<void> {
    mkdirSync(this.folder, { recursive: true });
    const built = path.join(this.folder, "plugin");
    execFileSync(process.execPath, [path.join(repository, "tools/buildPlugin.cjs"), built]);
    symlinkSync(path.join(repository, "node_modules"), path.join(built, "node_modules"));
    const { command } = await findPulumiCommand();
    // A CLI that Go has built comes without the host of Node programs. The engine runs this program in place of it.
    if (!existsSync(path.join(path.dirname(command), "pulumi-language-nodejs"))) {
      rmSync(path.join(built, "PulumiPlugin.yaml"));
      const launcher = `#!/bin/sh\nexec '${process.execPath}' "\${0%/*}/plugin/main.js" "$@"\n`;
      writeFileSync(path.join(built, plugin), launcher, { mode: 0o755 });
    }
    const languages = path.join(this.environment.PULUMI_HOME ?? "", "plugins/language-yaml-v1.0.0");
    mkdirSync(languages, { recursive: true });
    cpSync((await findYamlHost()) ?? "", path.join(languages, "pulumi-language-yaml"));
  }

  up(resources: object): Promise<CommandResult> {
    this.write(resources);
    return this.run("up", "--yes", "--skip-preview");
  }

  /** Makes its stack, where no other program has. */
  async create(resources: object): Promise<void> {
    this.write(resources);
    await this.call(this.folder, ["stack", "init", "test"]);
  }

  preview(resources: object): Promise<CommandResult> {
    this.write(resources);
    return this.run("preview", "--diff");
  }

  destroy(): Promise<CommandResult> {
    return this.run("destroy", "--yes", "--skip-preview");
  }

  /** Previews an example with values in place of those that are somebody's. */
  async previewExample(name: string, values: Readonly<Record<string, string>>): Promise<CommandResult> {
    const folder = path.join(this.folder, name);
    cpSync(path.join(repository, "examples", name), folder, { recursive: true });
    symlinkSync(path.join(this.folder, "plugin"), path.join(folder, "plugin"));
    await this.call(folder, ["stack", "init", "production"]);
    const words = Object.entries(values).flatMap(([key, value]) => ["--secret", `${key}=${value}`]);
    const set = await this.call(folder, ["config", "set-all", "--stack", "production", ...words]);
    return set.failed ? set : this.call(folder, ["preview", "--stack", "production"]);
  }

  private write(resources: object): void {
    const project = {
      name: "pulumi-wso2-analytics",
      runtime: "yaml",
      packages: { "wso2-analytics": "./plugin" },
      resources,
      outputs: {
        // biome-ignore lint/suspicious/noTemplateCurlyInString: an interpolation of Pulumi YAML
        console: "${analytics.consoleUrls[0]}",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: an interpolation of Pulumi YAML
        connection: "${analytics.connection}",
      },
    };
    writeFileSync(path.join(this.folder, "Pulumi.yaml"), JSON.stringify(project));
  }

  private run(...words: string[]): Promise<CommandResult> {
    const configuration = path.join(this.stack.commandLine().folder, "Pulumi.test.yaml");
    return this.call(this.folder, [...words, "--stack", "test", "--config-file", configuration]);
  }

  private async call(cwd: string, words: readonly string[]): Promise<CommandResult> {
    const { command } = await findPulumiCommand();
    const env = { ...process.env, ...this.environment };
    const quiet = ["--color", "never", "--non-interactive"];
    try {
      const { stdout, stderr } = await promisify(execFile)(command, [...words, ...quiet], { cwd, env });
      return { output: stdout + stderr, failed: false };
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      return { output: stdout + stderr, failed: true };
    }
  }

  private get environment(): Record<string, string> {
    return this.stack.commandLine().environment;
  }
}
