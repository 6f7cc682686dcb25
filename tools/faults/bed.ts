import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { AnalyticsClusterArgs } from "../../components";
import { Disk } from "../../test/endToEnd/disk";
import { type Change, RunningCluster } from "../../test/endToEnd/runningCluster";
import { writeZip } from "../../test/render/distribution/zipFile";
import { productFolder } from "../demo/demoFolder";
import { startMySqlServer } from "../machine/mysqlServer";
import { descendants, killAll, signal } from "../machine/processes";
import { startSshServer } from "../machine/sshServer";
import { HostClocks } from "./hostClocks";
import { type HostProcess, hostProcesses } from "./hostProcesses";
import { PacketDrop } from "./packetDrop";
import { describe, firstWanted, type Wanted } from "./wanted";

type Place = 0 | 1;
const places = [0, 1] as const;
const mysqlOptions = ["--max-connections=450"];

/** Two nodes that run, and all that can go wrong around them. */
export class Bed {
  readonly cluster = new RunningCluster();
  readonly packetDrop = new PacketDrop();
  wanted: Wanted = firstWanted;
  private readonly carbonApps: string[] = [];
  private readonly disks: Partial<Record<"home" | "state", Disk>>[] = [];
  private mysqlPid: number | undefined;
  private clocks: HostClocks | undefined;

  /** @throws Error where the first deployment fails */
  static async start(): Promise<Bed> {
    const bed = new Bed();
    try {
      await bed.start();
    } catch (error) {
      await bed.end();
      throw error;
    }
    return bed;
  }

  private async start(): Promise<void> {
    const { cluster } = this;
    if (Disk.isPossible()) for (const place of places) this.disks.push(this.mountDisks(place));
    this.clocks = await HostClocks.start(cluster.workplace.folder);
    await cluster.start((node) => ({ settings: this.clocks?.settings(node === "node1" ? 0 : 1) ?? [] }));
    for (const name of ["alerts", "reports"]) this.carbonApps.push(await this.makeCarbonApp(name));
    const { failed, output } = await cluster.up(this.change());
    if (failed) throw new Error(`the first deployment has failed:\n${output}`);
    await cluster.addBelongings();
  }

  args(): AnalyticsClusterArgs {
    return this.cluster.args(this.change());
  }

  change(): Change {
    return (args) => describe(this.wanted, this.carbonApps, args);
  }

  /** Undefined where this user may not mount. */
  disk(place: Place, what: "home" | "state"): Disk | undefined {
    return this.disks[place]?.[what];
  }

  /** @returns whether this machine can */
  setClock(place: Place, seconds: number): boolean {
    this.clocks?.set(place, seconds);
    return this.clocks !== undefined;
  }

  processes(place: Place): HostProcess[] {
    return hostProcesses(path.join(this.folder(place), "sshd/login"));
  }

  /** The server's own, and those of its sessions. */
  sshProcesses(place: Place): { pid: number }[] {
    return [{ pid: this.cluster.nodes[place]?.ssh.pid ?? 0 }, ...this.sessions(place)];
  }

  sessions(place: Place): { pid: number }[] {
    const pid = this.cluster.nodes[place]?.ssh.pid ?? 0;
    return descendants(pid).filter(({ command }) => command.startsWith("sshd"));
  }

  /** @returns whether this machine can */
  dropSsh(place: Place): boolean {
    const ssh = this.cluster.nodes[place]?.ssh;
    return ssh !== undefined && this.packetDrop.begin(ssh.host, ssh.port);
  }

  async startSshd(place: Place): Promise<void> {
    const node = this.cluster.nodes[place];
    if (node === undefined) throw new Error("there is no such node");
    const { host: address, port } = node.ssh;
    const folder = path.join(this.folder(place), "sshd");
    node.ssh = await startSshServer({ folder, address, port, settings: this.clocks?.settings(place) ?? [] });
  }

  /** With all that its sessions have started. */
  killHost(place: Place): void {
    killAll(this.sshProcesses(place));
    for (let left = this.processes(place); left.length > 0; left = this.processes(place)) killAll(left);
  }

  async startMySql(): Promise<void> {
    const folder = path.join(this.cluster.workplace.folder, "mysql");
    const { port } = this.cluster.mysql;
    const { pid } = await startMySqlServer({ folder, port, options: mysqlOptions });
    this.mysqlPid = pid;
  }

  signalMySql(name: "SIGSTOP" | "SIGCONT"): void {
    signal(this.mysqlPid ?? this.cluster.mysql.pid, name);
  }

  /** What shows how a round has gone, by the name of a file. */
  evidence(): Record<string, string> {
    const texts: Record<string, string> = {};
    for (const place of places) {
      const home = this.cluster.home(place);
      const files = { log: `${home}/repository/logs/wso2carbon.log`, journal: `${home}.deployment/journal` };
      for (const [name, file] of Object.entries({ ...files, job: `${home}.deployment/job.log` }))
        if (existsSync(file)) texts[`node${place + 1}-${name}.txt`] = readFileSync(file, "latin1");
    }
    return texts;
  }

  async end(): Promise<void> {
    this.packetDrop.end();
    for (const place of places) if (this.cluster.nodes[place] !== undefined) this.killHost(place);
    this.signalMySql("SIGCONT");
    await sleep(100);
    await this.cluster.end();
    this.clocks?.end();
  }

  private folder(place: Place): string {
    return path.join(this.cluster.workplace.folder, `node${place + 1}`);
  }

  private mountDisks(place: Place) {
    const mount = (name: string) =>
      this.cluster.workplace.mountDisk(`node${place + 1}/${productFolder}${name}`, 64);
    return { home: mount(""), state: mount(".deployment") };
  }

  private async makeCarbonApp(name: string): Promise<string> {
    const file = path.join(this.cluster.workplace.folder, `${name}.car`);
    const artifacts = `<artifacts><artifact name="${name}" version="1.0.0" type="carbon/application"/></artifacts>`;
    await writeZip(file, [{ name: "artifacts.xml", bytes: Buffer.from(artifacts) }]);
    return file;
  }
}
