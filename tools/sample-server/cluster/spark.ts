import path from "node:path";
import type { Configuration } from "../configuration/configuration";
import { type Instruction, Misbehaviour } from "../misbehaviour";
import type { Ports } from "../ports";
import type { ServerLog } from "../serverLog";
import { isOlder } from "./member";
import type { Membership } from "./membership";

const source = "org.wso2.carbon.analytics.spark.core.internal.SparkAnalyticsExecutor";
const deprecated =
  "Using 'local' with Carbon clustering is deprecated. Please use 'carbon.spark.master carbon' instead!";

/** The Spark master of this node; worker and client once as many masters are known as the configuration wants. */
export class Spark {
  private readonly configuration: Configuration;
  private readonly membership: Membership;
  private readonly ports: Ports;
  private readonly instruction: Instruction;
  private readonly log: ServerLog;
  private started = false;
  private leads = false;
  private worker = false;
  private client = false;

  constructor(
    configuration: Configuration,
    membership: Membership,
    ports: Ports,
    instruction: Instruction,
    log: ServerLog,
  ) {
    this.configuration = configuration;
    this.membership = membership;
    this.ports = ports;
    this.instruction = instruction;
    this.log = log;
  }

  async start(): Promise<void> {
    const { home, spark } = this.configuration;
    const { host, masterPort, masterUiPort } = spark;
    const own = `spark://${host}:${masterPort}`;
    const file = path.join(home, "repository/conf/analytics/spark/spark-defaults.conf");
    this.info(`Loading Spark defaults from ${file}`);
    if (spark.master.startsWith("local")) this.log.warn(source, deprecated);
    this.info(this.texts.start);
    this.info(`Current Spark Master map size : ${this.masters().length}`);
    this.info("Starting SPARK MASTER...");
    if (!(await this.ports.listen({ host, port: masterPort }, (socket) => socket.end()))) {
      this.log.error(source, `Error initializing analytics executor: ${own} is taken`);
      return;
    }
    this.info(`${this.texts.master}Started SPARK MASTER in ${own} with webUI port : ${masterUiPort}`);
    this.membership.update({ sparkMasters: [...new Set([...this.masters(), own])] });
    this.started = true;
    const known = this.masters().length;
    this.info(`Spark Master map size after starting masters : ${known}`);
    if (known >= spark.masterCount) {
      this.info("Redundant master count reached. Starting workers in all members...");
    }
    await this.follow();
  }

  /** To be called whenever something of the other members changes. */
  async follow(): Promise<void> {
    if (!this.started) return;
    const masters = this.masters();
    if (masters.length > this.membership.self.sparkMasters.length) {
      this.membership.update({ sparkMasters: masters });
    }
    this.takeLead(masters.length);
    if (masters.length < this.configuration.spark.masterCount) return;
    await this.startWorker(masters);
    if (this.leads) this.startClient(masters);
  }

  private takeLead(masters: number): void {
    const { self, others } = this.membership;
    const leads = !others.some((other) => isOlder(other, self));
    if (leads && !this.leads) {
      this.info("This node is now the CARBON CLUSTERING LEADER");
      if (masters >= this.configuration.spark.masterCount) {
        this.info(`Redundant master count fulfilled : ${masters}`);
        this.info("Initializing new spark client app...");
      } else this.info("Master map size is less than the redundant master count");
    }
    this.leads = leads;
  }

  private async startWorker(masters: readonly string[]): Promise<void> {
    if (this.worker || this.instruction.is(Misbehaviour.NoWorker)) return;
    this.worker = true;
    const { host, workerPort, workerUiPort } = this.configuration.spark;
    if (!(await this.ports.listen({ host, port: workerPort }, (socket) => socket.end()))) {
      this.log.error(source, `Error initializing analytics executor: ${host}:${workerPort} is taken`);
      return;
    }
    const list = `[${masters.join(", ")}]`;
    this.info(
      `${this.texts.worker}Started SPARK WORKER in ${host}:${workerPort} with webUI port ${workerUiPort} with Masters ${list}`,
    );
  }

  private startClient(masters: readonly string[]): void {
    if (this.client) return;
    this.client = true;
    const { applicationName, uiPort } = this.configuration.spark;
    const url = `spark://${masters.map((master) => master.replace("spark://", "")).join(",")}`;
    this.info(
      `${this.texts.client} ${url} with the application name : ${applicationName} and UI port : ${uiPort}`,
    );
  }

  /** The product keeps them in a map of the cluster, which forgets none while a member lives. */
  private masters(): string[] {
    const { self, others } = this.membership;
    return [...new Set([self, ...others].flatMap(({ sparkMasters }) => sparkMasters))].sort();
  }

  private get texts() {
    return this.configuration.habits.spark;
  }

  private info(message: string): void {
    this.log.info(source, message);
  }
}
