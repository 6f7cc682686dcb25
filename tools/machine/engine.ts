import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { LocalWorkspace, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import { findPulumiCommand } from "./pulumiCommand";

export interface StackOptions {
  name: string;
  /** Holds the state, the stack's configuration and the passphrase of its secrets; made if missing. */
  folder: string;
  /** Where the engine finds its plugins, see `providePlugins`. The user's own is never touched. */
  pulumiHome: string;
  program: PulumiFn;
  /** For the plugins, besides what this process has. */
  environment?: Readonly<Record<string, string>>;
  /** Stack configuration, one JSON value per key. */
  config?: Readonly<Record<string, unknown>>;
}

const projectName = "pulumi-wso2-analytics";

/** Keys that hold no secret; every other value is stored encrypted. */
const plainKeys: readonly string[] = [
  "target",
  "protect",
  "vpcId",
  "subnetIds",
  "access",
  "ports",
  "eventProcessing",
  "spark",
  "allowLoopbackAddresses",
  "allowPublicAddresses",
  "installPackages",
  "overwrite",
  "service",
  "rollout",
  "allowFullStop",
  "force",
  "rerunTrigger",
  "repush",
];

/** A stack of the real engine: the Pulumi CLI found on this machine, state in a folder, the program in this process. */
export async function createStack(options: StackOptions): Promise<Stack> {
  const { name, folder, program } = options;
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: name, projectName, program },
    {
      workDir: folder,
      pulumiCommand: await findPulumiCommand(),
      envVars: { ...engineEnvironment(folder, options.pulumiHome), ...options.environment },
      projectSettings: { name: projectName, runtime: "nodejs" },
    },
  );
  await configure(stack, options.config ?? {});
  return stack;
}

/** The engine's environment for the stacks of that folder, for the CLI by hand as well. */
export function engineEnvironment(folder: string, pulumiHome: string): Record<string, string> {
  const state = path.resolve(folder, "state");
  mkdirSync(state, { recursive: true, mode: 0o700 });
  return {
    PULUMI_HOME: path.resolve(pulumiHome),
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: passphrase(folder),
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // Only the plugins laid into PULUMI_HOME count, so that it is always known which ones ran.
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

/** Sets these keys of the stack's configuration; keys not named keep their value. */
export async function configure(stack: Stack, config: Readonly<Record<string, unknown>>): Promise<void> {
  const entries = Object.entries(config).map(([key, value]) => [key, toText(value)] as const);
  const plain = entries.filter(([key]) => plainKeys.includes(key)).map(([key, value]) => [key, { value }]);
  if (plain.length > 0) await stack.setAllConfig(Object.fromEntries(plain));
  for (const [key, value] of entries.filter(([name]) => !plainKeys.includes(name))) {
    await setSecret(stack, key, value);
  }
}

/** On stdin: the Automation API would put the value on the command line, where everybody can read it. */
function setSecret(stack: Stack, key: string, value: string): Promise<void> {
  const { workspace } = stack;
  const command = workspace.pulumiCommand?.command ?? "pulumi";
  const child = spawn(
    command,
    ["config", "set", "--secret", "--non-interactive", "--stack", stack.name, key],
    {
      cwd: workspace.workDir,
      env: { ...process.env, ...workspace.envVars },
      stdio: ["pipe", "ignore", "pipe"],
    },
  );
  let complaint = "";
  child.stderr.on("data", (data) => {
    complaint += String(data);
  });
  child.stdin.end(value);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`pulumi config set ${key} failed: ${complaint.trim()}`)),
    );
  });
}

function toText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function passphrase(folder: string): string {
  const file = path.join(folder, "passphrase");
  if (!existsSync(file)) writeFileSync(file, randomBytes(18).toString("base64url"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}
