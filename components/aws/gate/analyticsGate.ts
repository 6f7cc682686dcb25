import * as pulumi from "@pulumi/pulumi";
import { type RolloutArgs, RolloutLimit, type ServiceArgs } from "../../description";
import type { SshEndpoint, SshHost } from "../../node";
import { nodeNames, serviceTimes } from "../../product";
import { currentDeployer, engineProbe, knownValue, messagesAt } from "../../program";
import { secretsOf } from "../../render";
import {
  anyRevision,
  type HealedNode,
  healNodes,
  limits,
  type NodeIndex,
  type NodeObservation,
  observeNode,
} from "../../rollout";
import { type GatedPair, type GatePlace, VmGate } from "./vmGate";

export interface AnalyticsGateArgs {
  /** The product home, the same on both nodes. */
  home: pulumi.Input<string>;
  service?: ServiceArgs;
  /** What holds the secrets that the product knows. */
  description: pulumi.Input<object>;
  rollout?: RolloutArgs;
  /** Seconds in which a VM boots. */
  bootSeconds: pulumi.Input<number>;
}

type Pair<T> = readonly [T, T];

/** Seconds in which a VM that is up answers: a changed one has booted when its change is complete. */
const patienceSeconds = 30;

/** The gate before the two VMs of a deployment, with the way to the product on them. */
export class AnalyticsGate implements GatedPair {
  private readonly args: AnalyticsGateArgs;
  private readonly gate: VmGate;
  private readonly nodes: Promise<HealedNode | undefined>[] = [];
  private readonly deployer = currentDeployer();
  private readonly goesOn = engineProbe();
  private readonly say: (text: string, isPassing?: boolean) => void;

  /** @param parent under which it is told what happens to the nodes */
  constructor(args: AnalyticsGateArgs, parent: pulumi.Resource) {
    this.args = args;
    this.say = messagesAt(parent);
    this.gate = new VmGate({
      pair: this,
      force: settled(args.rollout?.force ?? false),
      patienceSeconds: settled(args.bootSeconds),
    });
  }

  /** For each of the two VMs, that of node1 first. */
  place(name: string, host: SshHost): GatePlace {
    this.nodes.push(knownValue(this.node(nodeNames[this.nodes.length as NodeIndex], host)));
    return this.gate.place(name);
  }

  async look(): Promise<Pair<NodeObservation>> {
    const [one, other] = await this.known();
    return Promise.all([observe(one), observe(other)]);
  }

  async heal(leftAlone: NodeIndex | undefined): Promise<string[]> {
    const [one, other] = await this.known();
    const { hold } = one.run.policy;
    const left = leftAlone === undefined ? undefined : nodeNames[leftAlone];
    // One is under maintenance, the other one about to be changed.
    if (hold !== undefined && left !== undefined && hold !== left) return [];
    const nodes = [heldIf(hold ?? left, one), heldIf(hold ?? left, other)] as const;
    return healNodes({ nodes, say: this.say, goesOn: this.goesOn });
  }

  private node(name: (typeof nodeNames)[number], host: SshHost): pulumi.Output<HealedNode> {
    const { home, service, rollout = {}, description } = this.args;
    return pulumi
      .all([host.connection(), host.shell(), home, rollout, description])
      .apply(([endpoint, shell, home, { hold, force = false, ...times }, described]): HealedNode => {
        const secrets = secretsOf(described);
        // The product in the home has been started before, so its id is where it looks.
        const nodeIdFiles: string[] = [];
        return {
          desired: anyRevision(name, service?.manage !== false),
          access: { endpoint: endpoint as SshEndpoint, shell, home, secrets, nodeIdFiles },
          run: {
            times: serviceTimes(times),
            overwrite: false,
            policy: { ...(hold === undefined ? {} : { hold }), limit: RolloutLimit.Restart, force },
            secrets,
            nodeIdFiles,
          },
          deployer: this.deployer,
          patienceSeconds,
        };
      });
  }

  private async known(): Promise<Pair<HealedNode>> {
    const [one, other] = await Promise.all(this.nodes);
    if (one === undefined || other === undefined)
      throw new Error("it did not become known how to log in to both VMs");
    return [one, other];
  }
}

function observe({
  desired,
  access,
  patienceSeconds,
}: HealedNode): Promise<NodeObservation> | NodeObservation {
  return desired.isManaged ? observeNode(access, limits(patienceSeconds, false)) : { kind: "none" };
}

function heldIf(hold: string | undefined, node: HealedNode): HealedNode {
  return { ...node, desired: { ...node.desired, isHeld: node.desired.name === hold } };
}

/** Never resolves where a preview does not know the value. */
function settled<T>(value: pulumi.Input<T>): Promise<T> {
  return new Promise((resolve) => pulumi.output(value).apply((known) => resolve(known as T)));
}
