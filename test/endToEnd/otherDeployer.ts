import { spawn } from "node:child_process";
import { cpSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";
import type { AnalyticsClusterArgs } from "../../components";
import type { EngineStack, Operation } from "../../tools/machine/engineStack";
import type { Holds } from "./heldBack";

/** What an update of another deployer is to do. */
export interface Order {
  folder: string;
  pulumiHome: string;
  args: AnalyticsClusterArgs;
  holds: Holds;
}

/** Without the engine's own objects. */
export type OtherOperation = Pick<Operation, "output" | "operations" | "errors" | "failed">;

/** Somebody else's Pulumi, as a process of its own: the SDK tells the failures of a program to all that run in its process. */
export class OtherDeployer {
  private readonly folder: string;
  private readonly pulumiHome: string;

  private constructor(folder: string, pulumiHome: string) {
    this.folder = folder;
    this.pulumiHome = pulumiHome;
  }

  /** On the same backend. */
  static beside(stack: EngineStack): OtherDeployer {
    const { folder, environment } = stack.commandLine();
    return new OtherDeployer(folder, environment.PULUMI_HOME ?? "");
  }

  /** With a copy of the state as it is now. */
  static withCopyOf(stack: EngineStack): OtherDeployer {
    const { folder, environment } = stack.commandLine();
    const copy = `${folder}-copy`;
    cpSync(folder, copy, { recursive: true });
    return new OtherDeployer(copy, environment.PULUMI_HOME ?? "");
  }

  /** @param listen hears of all that the engine prints, as it prints it */
  async up(
    args: AnalyticsClusterArgs,
    holds: Holds = {},
    listen: (text: string) => void = () => undefined,
  ): Promise<OtherOperation> {
    const child = spawn(process.execPath, ["--import", "tsx", "test/endToEnd/otherDeployerProcess.ts"], {
      cwd: path.resolve(__dirname, "../.."),
      stdio: ["pipe", "pipe", "pipe"],
    });
    const order: Order = { folder: this.folder, pulumiHome: this.pulumiHome, args, holds };
    child.stdin.end(JSON.stringify(order));
    child.stderr.setEncoding("utf8").on("data", listen);
    return JSON.parse(await text(child.stdout));
  }
}
