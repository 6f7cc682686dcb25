import { randomUUID } from "node:crypto";
import os from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { CarbonApps } from "./carbonApps";
import { EventCounts } from "./cluster/eventCounts";
import { EventSync } from "./cluster/eventSync";
import { HighAvailability } from "./cluster/highAvailability";
import { isOlder } from "./cluster/member";
import { Membership } from "./cluster/membership";
import { Spark } from "./cluster/spark";
import { TaskServers } from "./cluster/taskServers";
import type { ClusterConfiguration } from "./configuration/clusterFile";
import type { Configuration } from "./configuration/configuration";
import type { HighAvailabilityConfiguration } from "./configuration/highAvailabilityFile";
import { reachDatabases } from "./datasources";
import { LoggedEvents } from "./loggedEvents";
import { Instruction, Misbehaviour } from "./misbehaviour";
import { keptNodeId } from "./nodeId";
import { Ports } from "./ports";
import { openConsole, openReceivers } from "./receivers";
import type { ServerLog } from "./serverLog";

const activator = "org.wso2.carbon.core.internal.CarbonCoreActivator";
const agent = "org.wso2.carbon.core.clustering.hazelcast.HazelcastClusteringAgent";
const finalizer = "org.wso2.carbon.core.internal.StartupFinalizerServiceComponent";
const manager = "org.wso2.carbon.core.init.CarbonServerManager";
const crashMilliseconds = 1000;
/** The product's is a minute. */
const reminderMilliseconds = 1000;
/** The shares of a slow start: most of it goes by before the node joins its cluster, as most bundles start before that. */
const beforeCluster = 0.7;
const beforeEachLaterStep = 0.1;

/** The server of a node: starts in the order of the product's components and writes their log lines. */
export class Server {
  private readonly configuration: Configuration;
  private readonly log: ServerLog;
  private readonly ports = new Ports();
  private readonly counts = new EventCounts();
  private readonly uuid = randomUUID();
  private readonly begun = Date.now();
  private readonly instruction: Instruction;
  private membership: Membership | undefined;
  private eventSync: EventSync | undefined;
  private highAvailability: HighAvailability | undefined;
  private spark: Spark | undefined;
  private taskServers: TaskServers | undefined;
  private readonly carbonApps: CarbonApps;
  private readonly loggedEvents: LoggedEvents;

  constructor(configuration: Configuration, log: ServerLog) {
    this.configuration = configuration;
    this.log = log;
    this.instruction = new Instruction(configuration.home, configuration.misbehaviour);
    this.carbonApps = new CarbonApps(configuration.home, log);
    this.loggedEvents = new LoggedEvents(this.instruction, log);
  }

  /** Returns with the server up, or with a server that is not and has said why in its log, as the product does. */
  async start(): Promise<void> {
    this.greet();
    if (this.instruction.is(Misbehaviour.Hangs)) return;
    if (!(await reachDatabases(this.configuration, this.log))) return;
    const reminder = setInterval(() => this.remind(), reminderMilliseconds);
    if (this.instruction.is(Misbehaviour.NeverReady)) return;
    await this.pause(beforeCluster);
    clearInterval(reminder);
    const { highAvailability, cluster } = this.configuration;
    if (highAvailability !== undefined) await this.openEventSync(highAvailability);
    if (cluster !== undefined && !(await this.joinCluster(cluster))) return;
    await this.pause(beforeEachLaterStep);
    await openReceivers(this.configuration, this.ports, this.log, (event) => this.receive(event));
    this.loggedEvents.start();
    await this.pause(beforeEachLaterStep);
    if (!(await openConsole(this.configuration, this.ports, this.log, this.counts))) return;
    this.taskServers?.register();
    await this.taskServers?.awaitAll();
    await this.pause(beforeEachLaterStep);
    const coordinator = "org.wso2.carbon.analytics.dataservice.core.indexing.IndexNodeCoordinator";
    this.log.info(coordinator, `My Analytics Node ID: ${keptNodeId(this.configuration)}`);
    await this.spark?.start();
    this.highAvailability?.serverStarted();
    this.announce();
    this.carbonApps.start();
  }

  /** Leaves the cluster in order and closes every port. */
  async stop(): Promise<void> {
    const { log, configuration } = this;
    log.info(manager, "Shutdown hook triggered....");
    log.info(manager, `Gracefully shutting down ${configuration.name}...`);
    await delay(this.instruction.delay(Misbehaviour.SlowStop));
    log.info(manager, `Shutting down ${configuration.name}...`);
    log.info(manager, "Shutting down OSGi framework...");
    this.carbonApps.stop();
    this.loggedEvents.stop();
    this.membership?.leave();
    this.eventSync?.close();
    this.ports.close();
    log.info(manager, "Shutdown complete");
    log.info(manager, "Halting JVM");
  }

  private greet(): void {
    this.log.info(activator, "Starting WSO2 Carbon...");
    this.log.info(activator, `Operating System : ${os.type()} ${os.release()}, ${os.arch()}`);
    this.log.info(activator, `Java Home        : ${process.env.JAVA_HOME}`);
    this.log.info(activator, `Carbon Home      : ${this.configuration.home}`);
  }

  private remind(): void {
    this.log.warn(finalizer, "Waiting for required OSGi services: an.example.of.a.Service,");
  }

  /** @param share of a slow start */
  private async pause(share: number): Promise<void> {
    await delay(this.instruction.delay(Misbehaviour.Slow) * share);
  }

  private async openEventSync({ eventSync }: HighAvailabilityConfiguration): Promise<void> {
    this.eventSync = new EventSync(this.uuid, eventSync, this.counts, this.log);
    await this.eventSync.listen(this.ports);
  }

  private async joinCluster(cluster: ClusterConfiguration): Promise<boolean> {
    const { log, ports, configuration } = this;
    const { eventSync, management } = configuration.highAvailability ?? {};
    const { host, port } = cluster.local;
    log.info(agent, `Cluster domain: ${cluster.domain}`);
    log.info(agent, `Using ${cluster.scheme} based membership management scheme`);
    for (const each of cluster.members)
      log.info(agent, `Added member: Host:${each.host}, Port: ${each.port}`);
    const known = { sparkMasters: [], taskServers: [] };
    const self = { uuid: this.uuid, joinedAt: Date.now(), host, port, role: undefined, ...known };
    const membership = new Membership({ ...self, eventSync, management }, cluster, log, () => this.follow());
    this.membership = membership;
    if (!(await membership.join(ports))) {
      log.error(finalizer, `Cannot initialize cluster: port ${port} is taken`);
      return false;
    }
    log.info(agent, `Hazelcast initialized in ${Date.now() - self.joinedAt}ms`);
    log.info(agent, `Local member: [${this.uuid}] - Host:${host}, Port: ${port}`);
    if (!membership.others.some((other) => isOlder(other, membership.self))) {
      log.info(agent, `Elected this member [${this.uuid}] as the Coordinator node`);
    }
    await this.joinHighAvailability(membership);
    this.taskServers = new TaskServers(membership, configuration.taskServers, log);
    this.spark = new Spark(configuration, membership, ports, this.instruction, log);
    // The others may have told their news before these two existed.
    this.follow();
    log.info(agent, "Cluster initialization completed");
    return true;
  }

  private async joinHighAvailability(membership: Membership): Promise<void> {
    const { log, ports, counts, instruction, eventSync } = this;
    const { highAvailability: configuration } = this.configuration;
    if (configuration === undefined || eventSync === undefined) {
      if (this.configuration.habits.needsMode) {
        log.error(
          "org.wso2.carbon.event.processor.manager.core.internal.ds.EventManagementServiceDS",
          "Could not create EventProcessorManagementService: no mode is enabled",
        );
        return;
      }
      const service = "org.wso2.carbon.event.processor.manager.core.internal.CarbonEventManagementService";
      log.warn(service, "CEP started with clustering enabled, but SingleNode configuration given.");
      return;
    }
    const parts = { configuration, membership, eventSync, counts, ports, instruction, log };
    this.highAvailability = new HighAvailability(parts);
    await this.highAvailability.join();
  }

  /** Something of the other members has changed. */
  private follow(): void {
    this.highAvailability?.decide();
    this.taskServers?.follow();
    void this.spark?.follow();
  }

  private receive(event: string): void {
    this.counts.add(event);
    this.eventSync?.publish(event);
  }

  private announce(): void {
    const { name, version, address, ports } = this.configuration;
    const seconds = Math.floor((Date.now() - this.begun) / 1000);
    this.log.info(finalizer, `Server           :  ${name}-${version}`);
    this.log.info(finalizer, `WSO2 Carbon started in ${seconds} sec`);
    const ui = "org.wso2.carbon.ui.internal.CarbonUIServiceComponent";
    this.log.info(ui, `Mgt Console URL  : https://${address}:${ports.console}/carbon/`);
    if (this.instruction.is(Misbehaviour.DiesAfterStart)) {
      setTimeout(() => process.exit(1), crashMilliseconds);
    }
  }
}
