import { setTimeout as delay } from "node:timers/promises";
import type { ServerLog } from "../serverLog";
import type { Membership } from "./membership";

const source = "org.wso2.carbon.ntask.core.impl.clustered.ClusterGroupCommunicator";
const pollMilliseconds = 100;

/**
 * The starts of the task service, counted over the cluster. The count lives as long as any member does, and a node that
 * leaves does not lower it: after a full stop both nodes are needed again, a restart beside a living node waits for none.
 */
export class TaskServers {
  private readonly membership: Membership;
  private readonly wanted: number;
  private readonly log: ServerLog;

  /** @param wanted the nodes that a start waits for */
  constructor(membership: Membership, wanted: number, log: ServerLog) {
    this.membership = membership;
    this.wanted = wanted;
    this.log = log;
  }

  /** Counts this node in. */
  register(): void {
    this.tell([...new Set([...this.known(), this.membership.self.uuid])]);
  }

  /** To be called whenever something of the other members changes: this member remembers what they have counted. */
  follow(): void {
    this.tell(this.known());
  }

  /** DAS 3.1.0 and 3.2.0 wait for two, by the `taskServerCount` of the tasks-config.xml that they ship. */
  async awaitAll(): Promise<void> {
    if (this.wanted < 2) return;
    this.log.info(source, `Waiting for ${this.wanted} [ANALYTICS_SPARK] task executor nodes...`);
    while (this.known().length < this.wanted) await delay(pollMilliseconds);
    this.log.info(source, "All task servers activated for [ANALYTICS_SPARK].");
  }

  private tell(taskServers: string[]): void {
    if (taskServers.length > this.membership.self.taskServers.length) this.membership.update({ taskServers });
  }

  private known(): string[] {
    const { self, others } = this.membership;
    return [...new Set([self, ...others].flatMap(({ taskServers }) => taskServers))];
  }
}
