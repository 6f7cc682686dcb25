import { setTimeout as sleep } from "node:timers/promises";
import { createConnection } from "mysql2/promise";
import type { RunningCluster } from "./runningCluster";

/** A user of MySQL. */
export interface Login {
  user: string;
  password: string;
}

/**
 * Asks every 100 ms, each time over a new connection, what the product asks: as the user before the update, and as the one
 * that each node's file names at that moment.
 */
export class LoginSamples {
  private readonly cluster: RunningCluster;
  private readonly before: Login;
  private readonly failures: string[] = [];
  private readonly done: Promise<void>;
  private taken = 0;
  private ended = false;

  constructor(cluster: RunningCluster, before: Login) {
    this.cluster = cluster;
    this.before = before;
    this.done = this.sample();
  }

  /** The queries that failed although they had not to. */
  async end(): Promise<string[]> {
    this.ended = true;
    await this.done;
    if (this.taken === 0) throw new Error("nothing was sampled");
    return this.failures;
  }

  private async sample(): Promise<void> {
    while (!this.ended) {
      const next = sleep(100);
      await Promise.all([this.asBefore(), this.asNode(0), this.asNode(1)]);
      this.taken += 1;
      await next;
    }
  }

  private async asBefore(): Promise<void> {
    const failure = await failureOf(this.cluster, this.before);
    // It may go as soon as both nodes run without it.
    if (failure !== undefined && !this.isReplaced()) this.failures.push(`as before: ${failure}`);
  }

  private isReplaced(): boolean {
    const { cluster, before } = this;
    const users = ([0, 1] as const).map((node) => loginOf(cluster, node).user);
    return !users.includes(before.user) && cluster.roles().sort().join() === "active,passive";
  }

  private async asNode(node: 0 | 1): Promise<void> {
    const failure = await failureOf(this.cluster, loginOf(this.cluster, node));
    if (failure !== undefined) this.failures.push(`as node${node + 1}: ${failure}`);
  }
}

/** As the node's file for the user database has it. */
export function loginOf(cluster: RunningCluster, node: 0 | 1): Login {
  const text = cluster.read(node, "repository/conf/datasources/master-datasources.xml");
  const place = /\/userdb\?[\s\S]*?<username>(.*?)<\/username>\s*<password>(.*?)<\/password>/;
  const [, user = "", password = ""] = place.exec(text) ?? [];
  return { user, password };
}

/** Why a new connection cannot read the user database; undefined where it can. */
export async function failureOf(cluster: RunningCluster, login: Login): Promise<string | undefined> {
  const { host, port } = cluster.mysql;
  try {
    const connection = await createConnection({ host, port, ...login, database: "userdb" });
    try {
      await connection.query("SELECT COUNT(*) FROM UM_TENANT");
    } finally {
      await connection.end();
    }
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
}
