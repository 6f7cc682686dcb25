import * as pulumi from "@pulumi/pulumi";
import type { RolloutArgs, ServiceArgs } from "../../description";
import type { SshHost } from "../../node";
import { serviceTimes } from "../../product";
import { messagesAt } from "../../program";
import { secretsOf } from "../../render";
import { GatedProduct, type ProductAccess } from "./gatedProduct";
import { type GatePlace, VmGate } from "./vmGate";

export interface AnalyticsGateArgs {
  /** The product home, the same on both nodes. */
  home: pulumi.Input<string>;
  service?: ServiceArgs;
  /** What holds the secrets that the product knows. */
  description: pulumi.Input<object>;
  rollout?: RolloutArgs;
  /** Seconds in which a VM boots. @default 600 */
  bootSeconds?: pulumi.Input<number>;
}

/** The gate before the two VMs of a deployment, with what it has to know of the product on them. */
export class AnalyticsGate {
  private readonly args: AnalyticsGateArgs;
  private readonly gate: VmGate;

  constructor(args: AnalyticsGateArgs) {
    this.args = args;
    this.gate = new VmGate({
      force: known(pulumi.output(args.rollout?.force ?? false)),
      patienceSeconds: known(pulumi.output(args.bootSeconds ?? 600)),
    });
  }

  /** @param parent under whose name it is told what is waited for */
  place(name: string, host: SshHost, parent: pulumi.Resource): GatePlace {
    const { home, service, rollout = {}, description, bootSeconds = 600 } = this.args;
    const access: pulumi.Output<ProductAccess> = pulumi
      .all([host.connection(), host.shell(), home, rollout, description, bootSeconds])
      .apply(([endpoint, command, at, times, described, boot]) => ({
        endpoint,
        command,
        home: at,
        managed: service?.manage !== false,
        times: serviceTimes(times),
        secrets: secretsOf(described),
        bootSeconds: boot,
      }));
    return this.gate.place(new GatedProduct(name, known(access), messagesAt(parent)));
  }
}

/** What an output holds, secrets too; never resolves where a preview does not know it. */
function known<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}
