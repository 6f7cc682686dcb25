import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { AnalyticsClusterArgs } from "../../components";
import type { EngineStack } from "../../tools/machine/engineStack";
import { findPulumiCommand } from "../../tools/machine/pulumiCommand";

const repository = path.resolve(__dirname, "../..");

const source = `
require("tsx/cjs");
const { AnalyticsCluster } = require(${JSON.stringify(path.join(repository, "components"))});
const { operations, nodeIds } = new AnalyticsCluster("analytics", require("./args.json"));
module.exports = { operations, nodeIds };
`;

/** A stack's program as a folder, which `pulumi up` runs in a process of its own. */
export class ProgramOnDisk {
  private readonly folder: string;
  private readonly stack: EngineStack;

  /** @param folder made here */
  constructor(folder: string, stack: EngineStack) {
    this.folder = folder;
    this.stack = stack;
  }

  /** Whether the CLI on this machine can run one: one that Go has built comes without the host of Node programs. */
  static async isPossible(): Promise<boolean> {
    const { command } = await findPulumiCommand();
    return existsSync(path.join(path.dirname(command), "pulumi-language-nodejs"));
  }

  /** The running `pulumi up`, as leader of a process group. */
  async up(args: AnalyticsClusterArgs): Promise<ChildProcess> {
    mkdirSync(this.folder, { recursive: true });
    const files = {
      "Pulumi.yaml": JSON.stringify({ name: "pulumi-wso2-analytics", runtime: "nodejs" }),
      "package.json": JSON.stringify({ main: "index.js" }),
      "index.js": source,
      "args.json": JSON.stringify(args),
    };
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(this.folder, file), text);
    const packages = path.join(this.folder, "node_modules");
    if (!existsSync(packages)) symlinkSync(path.join(repository, "node_modules"), packages);
    const { command } = await findPulumiCommand();
    const { folder, environment } = this.stack.commandLine();
    const configuration = path.join(folder, "Pulumi.test.yaml");
    const words = ["up", "--yes", "--skip-preview", "--stack", "test", "--config-file", configuration];
    return spawn(command, words, {
      cwd: this.folder,
      detached: true,
      env: { ...process.env, ...environment, PATH: `${path.dirname(command)}:${process.env.PATH}` },
    });
  }
}
