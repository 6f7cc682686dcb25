import { setTimeout as sleep } from "node:timers/promises";
import { actionRequest, askOverSsh, isForPeople, type NodeFacts, type SshEndpoint } from "../../node";
import type { ServiceTimes } from "../../product";
import { lackOf, observeNode, serves, whyNotServing } from "../../rollout";
import type { GatedNode } from "./vmGate";
import { describeStatus, NodeHealth, type NodeStatus } from "./vmOrder";

/** What it takes to look after the product on one VM. */
export interface ProductAccess {
  endpoint: SshEndpoint;
  /** What runs a script from its standard input. */
  command: string;
  home: string;
  /** False where the product is not this deployment's to run: then nothing is known of its health. */
  managed: boolean;
  times: ServiceTimes;
  /** What is masked in lines of the product's log. */
  secrets: string[];
  /** Seconds in which a VM boots. */
  bootSeconds: number;
}

/** Seconds in which a VM that is up answers. */
const answerSeconds = 30;

/** Seconds for its reply after that. */
const replySeconds = 60;

/** Milliseconds between two looks. */
const pause = 2000;

/** The product on a VM, over SSH. */
export class GatedProduct implements GatedNode {
  readonly name: string;
  private readonly access: Promise<ProductAccess>;
  private readonly say: (text: string) => void;

  constructor(name: string, access: Promise<ProductAccess>, say: (text: string) => void) {
    this.name = name;
    this.access = access;
    this.say = (text) => say(`${name}: ${text}`);
  }

  async status(): Promise<NodeStatus> {
    const { managed } = await this.access;
    return managed ? this.ask(answerSeconds) : { health: NodeHealth.Absent };
  }

  async recover(before: NodeStatus): Promise<void> {
    const { managed, times, bootSeconds } = await this.access;
    if (!managed) return;
    this.say("changed; waiting until it is healthy again");
    const deadline = Date.now() + times.start * 1000;
    for (let isStarted = false; ; await sleep(pause)) {
      const status = await this.ask(bootSeconds);
      if (isSettled(status, before)) break;
      if (status.health === NodeHealth.Unreachable) throw new Error(`${this.name}: ${status.detail}`);
      // A new root disk has no service yet, and a host without systemd starts nothing at boot.
      if (status.health === NodeHealth.Stopped && !isStarted) {
        await this.start(bootSeconds);
        isStarted = true;
      }
      if (Date.now() > deadline) {
        throw new Error(
          `${this.name} is ${describeStatus(status)} ${times.start} s after its VM was changed; the other VM is not changed. See the product's log there and run the update again`,
        );
      }
    }
    this.say("back");
  }

  private async ask(patienceSeconds: number): Promise<NodeStatus> {
    const { endpoint, command, home, secrets } = await this.access;
    const limits = { patienceSeconds, seconds: patienceSeconds + replySeconds };
    const observation = await observeNode(
      { endpoint, shell: command, home, secrets, nodeIdFiles: [] },
      limits,
    );
    switch (observation.kind) {
      case "facts":
        return statusOf(observation.facts);
      case "wrong":
        return { health: NodeHealth.Unhealthy, detail: observation.reason };
      case "unreachable":
        return { health: NodeHealth.Unreachable, detail: observation.reason };
      case "none":
        return { health: NodeHealth.Unreachable, detail: "it was not looked at" };
    }
  }

  private async start(patienceSeconds: number): Promise<void> {
    const { endpoint, command, home, times, secrets } = await this.access;
    const { script, parse } = actionRequest({
      home,
      action: { kind: "start" },
      overwrite: false,
      isGuarded: false,
      stopSeconds: times.stop,
      secrets,
      // The product in the home has been started before, so its id is where it looks.
      nodeIdFiles: [],
    });
    const onLine = (line: string) => isForPeople(line) && this.say(line);
    const { output } = await askOverSsh({ endpoint, command, script, patienceSeconds, onLine });
    const result = parse(output);
    if (result?.kind === "done") return;
    throw new Error(`${this.name}: ${result?.reason ?? "the connection was lost"}`);
  }
}

/** Healthy, or where nothing was deployed before either. */
function isSettled(status: NodeStatus, before: NodeStatus): boolean {
  if (status.health === NodeHealth.Absent) return !isMissing(status, before);
  return status.health === NodeHealth.Healthy;
}

/** The volume is mounted some time after the host answers. */
function isMissing({ health }: NodeStatus, before: NodeStatus): boolean {
  const wasThere = before.health !== NodeHealth.Absent && before.health !== NodeHealth.Unreachable;
  return health === NodeHealth.Absent && wasThere;
}

export function statusOf({ product, runsUndescribed }: NodeFacts): NodeStatus {
  if (runsUndescribed) {
    const detail =
      "it runs, and the folder beside its home, which says how, was lost; run an update that changes no VM first";
    return { health: NodeHealth.Unhealthy, detail };
  }
  if (product === undefined) return { health: NodeHealth.Absent };
  if (!product.isRunning) return { health: NodeHealth.Stopped };
  const detail = serves(product) ? lackOf(product) : whyNotServing(product);
  if (detail !== undefined) return { health: NodeHealth.Unhealthy, detail };
  const { role } = product;
  return { health: NodeHealth.Healthy, role: role === "active" || role === "passive" ? role : undefined };
}
