import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunningCluster } from "../../test/endToEnd/runningCluster";
import { answers } from "../../test/endToEnd/serviceSamples";
import type { Sample } from "./outages";

const intervalMilliseconds = 100;

/** Looks every 100 ms at both nodes, until it is ended. */
export class Sampler {
  private readonly cluster: RunningCluster;
  private readonly samples: Sample[] = [];
  private readonly done: Promise<void>;
  private isEnded = false;

  constructor(cluster: RunningCluster) {
    this.cluster = cluster;
    this.done = this.sample();
  }

  async end(): Promise<Sample[]> {
    this.isEnded = true;
    await this.done;
    return this.samples;
  }

  /** At this moment. */
  async now(): Promise<Sample> {
    const serves = await Promise.all([this.serves(0), this.serves(1)]);
    return { at: Date.now(), serves, stops: [this.stops(0), this.stops(1)] };
  }

  private async sample(): Promise<void> {
    while (!this.isEnded) {
      const next = sleep(intervalMilliseconds);
      this.samples.push(await this.now());
      await next;
    }
  }

  private async serves(node: 0 | 1): Promise<boolean> {
    return (await answers(this.cluster.addresses[node] ?? "", 7612)) && !this.isFrozen(node);
  }

  private isFrozen(node: 0 | 1): boolean {
    const stat = readOrEmpty(`/proc/${this.cluster.pid(node)}/stat`);
    return stat.slice(stat.lastIndexOf(")") + 2).startsWith("T");
  }

  private stops(node: 0 | 1): number {
    const log = readOrEmpty(path.join(this.cluster.home(node), "repository/logs/wso2carbon.log"));
    return log.split("Shutdown hook triggered").length - 1;
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}
