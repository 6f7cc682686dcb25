import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { LocalWorkspace, type OpMap, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import { parse } from "yaml";
import { engineEnvironment } from "../../tools/machine/engine";
import type { MySqlServer } from "../../tools/machine/mysqlServer";
import { findPulumiCommand } from "../../tools/machine/pulumiCommand";

export const examplesFolder = path.resolve(__dirname, "../../examples");

/** What a preview of an example is to have besides its `Pulumi.production.yaml`. */
export interface Surroundings {
  /** In place of the values of the file, which are somebody's. */
  values?: Record<string, unknown>;
  /** The secrets that its README sets. */
  secrets: readonly string[];
  /** The outputs of the stacks that it refers to, by the key that names the stack. */
  stacks?: Record<string, Record<string, unknown>>;
}

/** The examples as their readers run them, on one backend. */
export class ExamplePrograms {
  private readonly folder: string;
  private readonly pulumiHome: string;

  constructor(folder: string, pulumiHome: string) {
    this.folder = folder;
    this.pulumiHome = pulumiHome;
  }

  /**
   * @param server the MySQL of the example, at an address that a description would not have
   * @returns how many resources there are to create, and what the engine said
   */
  async preview(
    example: string,
    { values = {}, secrets, stacks = {} }: Surroundings,
    server?: MySqlServer,
  ): Promise<{ changes: OpMap; output: string }> {
    const folder = path.join(examplesFolder, example);
    const project = parse(readFileSync(path.join(folder, "Pulumi.yaml"), "utf8")).name as string;
    const stack = await this.stack(project, async () => {
      if (server !== undefined) pulumi.runtime.registerResourceTransform((made) => loggingInTo(server, made));
      return { ...(await import(path.join(folder, "index.ts"))) };
    });
    const config: Record<string, unknown> = {};
    const { config: file } = parse(readFileSync(path.join(folder, "Pulumi.production.yaml"), "utf8"));
    for (const [key, value] of Object.entries(file)) config[key.replace(`${project}:`, "")] = value;
    Object.assign(config, values);
    for (const [key, outputs] of Object.entries(stacks)) {
      config[key] = `organization/${key}/test`;
      await (await this.stack(key, async () => outputs)).up();
    }
    for (const [key, value] of Object.entries(config)) {
      await stack.setConfig(key, { value: typeof value === "string" ? value : JSON.stringify(value) });
    }
    for (const key of secrets) await stack.setConfig(key, { value: secretFor(key), secret: true });
    let output = "";
    const { changeSummary } = await stack.preview({
      onOutput: (text) => {
        output += text;
      },
    });
    return { changes: changeSummary, output };
  }

  private async stack(projectName: string, program: PulumiFn): Promise<Stack> {
    const workDir = path.join(this.folder, projectName);
    mkdirSync(workDir, { recursive: true });
    return LocalWorkspace.createOrSelectStack(
      { projectName, stackName: "test", program },
      {
        workDir,
        pulumiCommand: await findPulumiCommand(),
        envVars: engineEnvironment(this.folder, this.pulumiHome),
        projectSettings: { name: projectName, runtime: "nodejs" },
      },
    );
  }
}

function loggingInTo(server: MySqlServer, { type, props, opts }: pulumi.ResourceTransformArgs) {
  if (type !== "pulumi:providers:mysql") return undefined;
  const { host, port, adminUser: username, adminPassword: password } = server;
  // They would try the login of the description, which is nobody's.
  const { hooks, ...others } = opts;
  return { props: { ...props, endpoint: `${host}:${port}`, username, password }, opts: others };
}

function secretFor(key: string): string {
  if (key !== "privateKey") return `secret ${key}`;
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs1", format: "pem" }).toString();
}
