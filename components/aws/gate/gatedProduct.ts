import { setTimeout as sleep } from "node:timers/promises";
import { printable } from "../../description";
import { type NodeAction, operateScript, runOverSsh, type SshEndpoint, UnreachableError } from "../../node";
import type { ServiceTimes } from "../../product";
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
    let status = await this.ask(bootSeconds);
    const deadline = Date.now() + times.start * 1000;
    while (status.health === NodeHealth.Unhealthy || isMissing(status, before)) {
      if (Date.now() > deadline) {
        throw new Error(
          `${this.name} is ${describeStatus(status)} ${times.start} s after its VM was changed; the other VM is not changed. See the product's log there and run the update again`,
        );
      }
      await sleep(2000);
      status = await this.ask(bootSeconds);
    }
    if (status.health === NodeHealth.Unreachable) throw new Error(`${this.name}: ${status.detail}`);
    // A new root disk has no service yet, and a host without systemd starts nothing at boot.
    if (status.health === NodeHealth.Stopped) await this.operate(["start", "any"], bootSeconds);
    this.say("back");
  }

  private async ask(patienceSeconds: number): Promise<NodeStatus> {
    try {
      return parsed(await this.operate(["status"], patienceSeconds));
    } catch (error) {
      const { message } = error as Error;
      const health = error instanceof UnreachableError ? NodeHealth.Unreachable : NodeHealth.Unhealthy;
      return { health, detail: message };
    }
  }

  private async operate(action: NodeAction, patienceSeconds: number): Promise<string> {
    const { endpoint, command, home, times, secrets } = await this.access;
    const script = operateScript(home, { times, secrets }, action);
    const onLine = action[0] === "status" ? undefined : this.say;
    return runOverSsh({ endpoint, command, script, patienceSeconds, onLine });
  }
}

/** The volume is mounted some time after the host answers. */
function isMissing({ health }: NodeStatus, before: NodeStatus): boolean {
  const wasThere = before.health !== NodeHealth.Absent && before.health !== NodeHealth.Unreachable;
  return health === NodeHealth.Absent && wasThere;
}

/** `HEALTH ROLE REASON…` of scripts/operate.sh. */
function parsed(line: string): NodeStatus {
  const [, health, role, detail = ""] = /^(\w+) (\w+) ?(.*)$/m.exec(line) ?? [];
  const known = Object.values(NodeHealth).find((name) => name === health);
  if (known === undefined) return { health: NodeHealth.Unhealthy, detail: "its answer cannot be read" };
  return {
    health: known,
    role: role === "active" || role === "passive" ? role : undefined,
    detail: printable(detail),
  };
}
