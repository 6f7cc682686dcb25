import type { AnalyticsClusterArgs } from "../../components";
import { stackProgram } from "../demo/update";
import type { Operation } from "../machine/engineStack";
import { descendants, killAll } from "../machine/processes";
import { step } from "../machine/step";
import {
  auditedArgs,
  type Change,
  clusterProgram,
  kindsOnNodes,
  makeLastingSecrets,
  makeSecrets,
  type ReplaceableSecrets,
} from "./auditedCluster";
import type { AuditedMachine } from "./auditedMachine";
import { AuditedStack } from "./auditedStack";
import type { DriverServer } from "./driverServer";
import { earlyFailures, type Failure, lateFailures } from "./failures";
import type { MarkedSecrets } from "./markedSecrets";
import { refuseOpenFiles } from "./nodeFiles";
import { Watch } from "./watch";

/**
 * Deploys, changes, fails in every way and destroys, with marked secrets of every kind, and ends with the first of them
 * that is seen where none may be.
 */
export class SecretsAudit {
  private readonly machine: AuditedMachine;
  private readonly driver: DriverServer;
  private readonly secrets: MarkedSecrets;
  /** Those of the last update that went well. */
  private given: ReplaceableSecrets;
  private readonly lasting: ReturnType<typeof makeLastingSecrets>;

  constructor(machine: AuditedMachine, driver: DriverServer, secrets: MarkedSecrets) {
    this.machine = machine;
    this.driver = driver;
    this.secrets = secrets;
    this.given = makeSecrets(secrets);
    this.lasting = makeLastingSecrets(secrets);
  }

  /** @throws Leak */
  async run(): Promise<void> {
    const { machine, secrets } = this;
    await machine.makeStatisticsDatabase(this.lasting.statistics);
    const watch = new Watch(secrets, machine.places());
    try {
      const stack = await AuditedStack.create(machine.deployer, secrets, watch);
      for (const failure of earlyFailures(machine, secrets)) await this.fail(stack, failure);
      await this.deploy(stack);
      await this.look(stack);
      for (const failure of lateFailures(machine, secrets)) await this.fail(stack, failure);
      await this.interrupt(stack);
      await this.complete(stack);
      await audited("files on the nodes", async () =>
        refuseOpenFiles(machine.homes, secrets.needles, kindsOnNodes),
      );
      await audited("destroy", async () => succeeded(await stack.destroy()));
      stack.refuseOpenState();
    } finally {
      await watch.end();
    }
    process.stdout.write(`  all processes and files were looked at ${watch.rounds} times meanwhile\n`);
  }

  /** The ready-made stack from its configuration, then a program with the same: nothing differs. */
  private async deploy(stack: AuditedStack): Promise<void> {
    await audited("configuration", () => stack.configure({ ...this.args() }));
    await audited("the first update", async (name) => succeeded(await stack.up(name, stackProgram)));
    await audited("an update by a program", async (name) => {
      const { changes } = succeeded(await stack.up(name, clusterProgram(this.args())));
      if (Object.keys(changes).join() !== "same") throw new Error(`changes: ${JSON.stringify(changes)}`);
    });
  }

  /** What shows a deployment without changing it. */
  private async look(stack: AuditedStack): Promise<void> {
    await audited("a preview", async (name) => {
      const args = this.args(undefined, makeSecrets(this.secrets));
      succeeded(await stack.preview(name, clusterProgram(args)));
    });
    for (const command of ["stack export", "stack output", "stack history", "config"]) {
      await audited(`pulumi ${command}`, () => stack.pulumi(...command.split(" ")));
    }
    await audited("npm run verify", () => stack.verify());
  }

  /** The product's own password stays, or none of its earlier configurations could come back. */
  private fail(stack: AuditedStack, failure: Failure): Promise<void> {
    const { change, rotates, says, cause, cure } = failure;
    return audited(failure.name, async (name) => {
      const { database } = this.given;
      const given = rotates ? { ...makeSecrets(this.secrets), database } : this.given;
      await cause?.(this.given);
      const { failed, errors, output } = await stack.up(name, clusterProgram(this.args(change, given)));
      await cure?.(this.given);
      if (!failed || !says.test(errors.join("\n"))) {
        throw new Error(`it was to fail and to say ${says}, but it said:\n${output}`);
      }
    });
  }

  /** The deployer is killed while a node stands still. */
  private interrupt(stack: AuditedStack): Promise<void> {
    return audited("an update with new secrets that is killed", async (name) => {
      this.given = makeSecrets(this.secrets);
      let heard = "";
      const { failed } = await stack.up(name, clusterProgram(this.args()), (text) => {
        heard += text;
        if (/node[12]: stopping/.test(heard)) killEngine();
      });
      if (!failed) throw new Error(`it was not killed:\n${heard}`);
      await stack.cancel();
    });
  }

  private complete(stack: AuditedStack): Promise<void> {
    return audited("the same update again", async (name) =>
      succeeded(await stack.up(name, clusterProgram(this.args()))),
    );
  }

  private args(change: Change = () => undefined, given = this.given): AnalyticsClusterArgs {
    const args = auditedArgs(this.machine, this.driver, { ...given, ...this.lasting });
    change(args);
    return args;
  }
}

function succeeded(operation: Operation): Operation {
  if (operation.failed) throw new Error(`it failed:\n${operation.output}`);
  return operation;
}

function killEngine(): void {
  killAll(descendants(process.pid).filter(({ command }) => command.includes(" up --yes ")));
}

async function audited(name: string, work: (name: string) => Promise<unknown>): Promise<void> {
  await step(
    name,
    () => work(name),
    () => "no secret shows",
  );
}
