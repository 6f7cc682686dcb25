import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { AnalyticsClusterArgs } from "../../components";
import type { Order, OtherOperation } from "../../test/endToEnd/otherDeployer";
import type { EngineStack } from "../machine/engineStack";
import { holdEngine } from "../machine/holdEngine";
import { descendants, killAll } from "../machine/processes";
import { commandOf } from "./hostProcesses";

/** Seconds that an update may take, and those that a deployer may take to end once its engine has gone. */
const longestUpdate = 240;
const longestEnd = 30;

export interface Ending extends Pick<OtherOperation, "failed" | "errors"> {
  /** It was killed for it. */
  isEndless: boolean;
}

/** An update in a process of its own, with its engine and its plugins. */
export class Deployer {
  output = "";
  /** Somebody else has ended it, or is about to. */
  isInterrupted = false;
  private readonly stack: EngineStack;
  private readonly child: ChildProcess;

  constructor(stack: EngineStack, args: AnalyticsClusterArgs) {
    this.stack = stack;
    const { folder, environment } = stack.commandLine();
    this.child = spawn(process.execPath, ["--import", "tsx", "test/endToEnd/otherDeployerProcess.ts"], {
      cwd: path.resolve(__dirname, "../.."),
      // A process group of its own, as a shell makes one.
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
    });
    const order: Order = { folder, pulumiHome: environment.PULUMI_HOME ?? "", args, holds: {} };
    this.child.stdin?.on("error", () => undefined);
    this.child.stdin?.end(JSON.stringify(order));
    this.child.stderr?.setEncoding("utf8").on("data", (said: string) => {
      this.output += said;
    });
  }

  /** An update that does not end is killed. */
  async end(): Promise<Ending> {
    const { child } = this;
    if (child.stdout === null) throw new Error("its output is not read");
    const ended = Promise.all([text(child.stdout), once(child, "close")]);
    const limit = sleep(longestUpdate * 1000, undefined, { ref: false });
    const result = await Promise.race([ended, limit]);
    if (result === undefined) {
      killAll(this.processes());
      await this.stack.cancel();
      return { failed: true, errors: [], isEndless: true };
    }
    const [said] = result;
    if (said === "") return { failed: true, errors: [], isEndless: false };
    const { failed, output, errors } = JSON.parse(said) as OtherOperation;
    this.output += output;
    return { failed, errors, isEndless: false };
  }

  /** With its engine and its plugins, as where its machine is gone. */
  async kill(): Promise<void> {
    this.isInterrupted = true;
    await holdEngine(this.stack, this.engine());
    killAll(this.processes());
    await this.stack.cancel();
  }

  /** The program lives on. */
  async killEngine(): Promise<void> {
    this.isInterrupted = true;
    await holdEngine(this.stack, this.engine());
    killAll(this.engine());
    await this.endOrKill(this.processes());
    await this.stack.cancel();
  }

  /** A terminal sends Ctrl-C to the whole process group. */
  async cancel(): Promise<void> {
    this.isInterrupted = true;
    const processes = this.processes();
    if (this.isRunning()) process.kill(-(this.child.pid ?? 0), "SIGINT");
    await this.endOrKill(processes);
    await this.stack.cancel();
  }

  private async endOrKill(processes: readonly { pid: number }[]): Promise<void> {
    const deadline = Date.now() + longestEnd * 1000;
    const lives = ({ pid }: { pid: number }) => commandOf(pid) !== "";
    while (processes.some(lives) && Date.now() < deadline) await sleep(100);
    killAll(processes.filter(lives));
  }

  private engine() {
    return this.processes().filter(({ command }) => command.includes(" up --yes "));
  }

  private processes(): { pid: number; command: string }[] {
    const { pid } = this.child;
    if (pid === undefined || !this.isRunning()) return [];
    return [{ pid, command: "" }, ...descendants(pid)];
  }

  private isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }
}
