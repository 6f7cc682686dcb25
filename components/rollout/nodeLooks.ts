import { type NodeIndex, peerOf } from "./clusterState";
import type { NodeObservation } from "./observation";
import type { ControlledNode } from "./reconcile";

type Pair<T> = readonly [T, T];

interface Look {
  observation: NodeObservation;
  at: number;
}

/** Milliseconds after which a look is too old to stop a node. */
const freshness = 2000;

/** What a run sees of both nodes, and when it saw that. */
export class NodeLooks {
  private readonly nodes: Pair<ControlledNode>;
  private readonly looks: [Look, Look] = [neverSeen, neverSeen];
  /** Whether MySQL was looked at from the node. */
  private readonly wasThorough: [boolean, boolean] = [false, false];

  constructor(nodes: Pair<ControlledNode>) {
    this.nodes = nodes;
  }

  get observations(): Pair<NodeObservation> {
    return [this.looks[0].observation, this.looks[1].observation];
  }

  async lookAtBoth(): Promise<void> {
    await Promise.all([this.lookAt(0), this.lookAt(1)]);
  }

  /**
   * Looks again at a node that is to be acted on, and then at its peer, as far as they answered too long ago: one of them may be
   * slow, or silent.
   *
   * @returns whether there was anything to look at
   */
  async renew(node: NodeIndex): Promise<boolean> {
    let isRenewed = false;
    for (const each of [node, peerOf(node)] as const) {
      if (!this.isOld(each) || !this.answered(each)) continue;
      await this.lookAt(each);
      isRenewed = true;
    }
    return isRenewed;
  }

  isOld(node: NodeIndex): boolean {
    return performance.now() - this.looks[node].at >= freshness;
  }

  answered(node: NodeIndex): boolean {
    return this.looks[node].observation.kind === "facts";
  }

  private async lookAt(node: NodeIndex): Promise<void> {
    const observation = await this.nodes[node].observe(!this.wasThorough[node]);
    this.looks[node] = { observation, at: performance.now() };
    if (observation.kind === "facts") this.wasThorough[node] = true;
  }
}

const neverSeen: Look = { observation: { kind: "none" }, at: Number.NEGATIVE_INFINITY };
