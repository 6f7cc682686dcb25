import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { EngineStack, type Operation } from "../machine/engineStack";
import { providePlugins } from "../machine/plugins";
import { findPulumiCommand } from "../machine/pulumiCommand";
import type { MarkedSecrets } from "./markedSecrets";
import type { Watch } from "./watch";

const run = promisify(execFile);
const repository = path.resolve(__dirname, "../..");

/**
 * What is told at debug severity with secrets in clear, and is not ours to hide. Nothing of it is shown without `--debug`, but
 * whoever listens to the engine's events gets it (docs/secrets.md).
 */
const knownDebugTexts = [
  // The Node SDK, of each resource with its inputs (runtime/resource.js of @pulumi/pulumi 3.270).
  /^RegisterResource RPC finished: /,
  // The real mysql plugin 3.3, of the SQL that makes or changes a user (measured).
  /^Executing (statement|query): (CREATE|ALTER) USER |^Executing (statement|query): SET PASSWORD /,
];

/** A stack whose every operation is looked through: what it printed, told, and what the watch has seen, in the state for example. */
export class AuditedStack {
  private readonly stack: EngineStack;
  private readonly secrets: MarkedSecrets;
  private readonly watch: Watch;

  private constructor(stack: EngineStack, secrets: MarkedSecrets, watch: Watch) {
    this.stack = stack;
    this.secrets = secrets;
    this.watch = watch;
  }

  /** @param folder of the deployer */
  static async create(folder: string, secrets: MarkedSecrets, watch: Watch): Promise<AuditedStack> {
    const pulumiHome = path.join(folder, "pulumi-home");
    await providePlugins(pulumiHome);
    const environment = { TMPDIR: path.join(folder, "tmp") };
    const stack = await EngineStack.create(path.join(folder, "stack"), pulumiHome, environment);
    return new AuditedStack(stack, secrets, watch);
  }

  configure(config: Readonly<Record<string, unknown>>): Promise<void> {
    return this.audited(async () => this.stack.configure(config));
  }

  async up(name: string, program: () => unknown, listen?: (text: string) => void): Promise<Operation> {
    return this.operation(name, () => this.stack.up(program, listen));
  }

  preview(name: string, program: () => unknown): Promise<Operation> {
    return this.operation(name, () => this.stack.preview(program));
  }

  destroy(): Promise<Operation> {
    return this.operation("destroy", () => this.stack.destroy());
  }

  cancel(): Promise<void> {
    return this.audited(() => this.stack.cancel());
  }

  /** A command of the CLI, as a user types it. */
  async pulumi(...words: string[]): Promise<void> {
    const { command } = await findPulumiCommand();
    await this.command(`pulumi ${words.join(" ")}`, command, [...words, "--stack", "test"]);
  }

  /** `npm run verify`, which logs in to the nodes with what the state has. */
  verify(): Promise<void> {
    const { folder } = this.stack.commandLine();
    const words = [
      path.join(repository, "tools/run.sh"),
      "-q",
      "tools/command.ts",
      "verify",
      "--cwd",
      folder,
    ];
    return this.command("npm run verify", "sh", [...words, "--stack", "test"]);
  }

  /** @throws Error where others than its owner can look into the folder of the state */
  refuseOpenState(): void {
    const state = path.join(this.stack.commandLine().folder, "state");
    const mode = statSync(state).mode & 0o777;
    if (mode !== 0o700) throw new Error(`${state} has the mode ${mode.toString(8)}, not 700`);
  }

  private command(name: string, program: string, words: string[]): Promise<void> {
    return this.audited(async () => {
      const { folder, environment } = this.stack.commandLine();
      const options = { cwd: folder, env: { ...process.env, ...environment }, maxBuffer: 2 ** 26 };
      const { stdout, stderr } = await run(program, words, options);
      this.secrets.refuseIn(stdout + stderr, `the output of ${name}`);
    });
  }

  private operation(name: string, work: () => Promise<Operation>): Promise<Operation> {
    return this.audited(async () => {
      const operation = await work();
      this.secrets.refuseIn(operation.output, `the output of ${name}`);
      this.secrets.refuseIn(operation.errors.join("\n"), `an error of ${name}`);
      for (const event of operation.events) {
        const { severity, message = "" } = event.diagnosticEvent ?? {};
        if (String(severity) === "debug" && knownDebugTexts.some((text) => text.test(message))) continue;
        const kind = Object.keys(event).find((key) => key.endsWith("Event"));
        this.secrets.refuseIn(
          JSON.stringify(event),
          `the event log of ${name}, in a ${severity ?? ""} ${kind}`,
        );
      }
      return operation;
    });
  }

  private async audited<T>(work: () => Promise<T>): Promise<T> {
    // From now on the watch knows the secrets that were made for this one.
    await this.watch.check();
    const result = await work();
    await this.watch.check();
    return result;
  }
}
