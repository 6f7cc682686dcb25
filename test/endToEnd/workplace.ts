import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { AnalyticsClusterArgs } from "../../components";
import { productFolder } from "../../tools/demo/demoFolder";
import { EngineStack } from "../../tools/machine/engineStack";
import { type MySqlServer, type MySqlServerOptions, startMySqlServer } from "../../tools/machine/mysqlServer";
import { providePlugins } from "../../tools/machine/plugins";
import { descendants, killAll } from "../../tools/machine/processes";
import { endProcessesRunFrom } from "../../tools/machine/serverProcess";
import { type SshServer, type SshServerOptions, startSshServer } from "../../tools/machine/sshServer";
import { sampleProductFolder } from "../support/sampleProduct";
import { Disk } from "./disk";

/** A host of the test's own with a product home. */
export interface Node {
  home: string;
  ssh: SshServer;
}

/** One test file's machines and engine, all below one temporary folder. */
export class Workplace {
  readonly folder = mkdtempSync(path.join(tmpdir(), "end-to-end-"));
  private readonly pulumiHome = path.join(this.folder, "pulumi-home");
  private readonly servers: { stop(): Promise<void> }[] = [];
  private readonly disks: Disk[] = [];

  /** Before anything lies in the folder. */
  mountDisk(folder: string, megabytes?: number): Disk {
    const disk = new Disk(path.join(this.folder, folder), megabytes);
    this.disks.push(disk);
    return disk;
  }

  async startNode(
    name: string,
    options: Partial<SshServerOptions> = {},
    product = sampleProductFolder,
  ): Promise<Node> {
    const home = path.join(this.folder, name, productFolder);
    installProduct(home, product);
    return { home, ssh: await this.startSshServer(`${name}/sshd`, options) };
  }

  async startSshServer(folder: string, options: Partial<SshServerOptions> = {}): Promise<SshServer> {
    const server = await startSshServer({ ...options, folder: path.join(this.folder, folder) });
    this.servers.push(server);
    return server;
  }

  async startMySql(options: Partial<MySqlServerOptions> = {}): Promise<MySqlServer> {
    const server = await startMySqlServer({ ...options, folder: path.join(this.folder, "mysql") });
    this.servers.push(server);
    return server;
  }

  async createStack(name = "test"): Promise<EngineStack> {
    await providePlugins(this.pulumiHome);
    const folder = path.join(this.folder, name === "test" ? "stack" : `stack-${name}`);
    return EngineStack.create(folder, this.pulumiHome, {}, name);
  }

  /** Ends what was started here and removes the folder. */
  async end(): Promise<void> {
    // An update that a failed test has not waited for.
    killAll(descendants(process.pid).filter(({ command }) => command.includes("--exec-kind auto.inline")));
    await Promise.all(this.servers.map((server) => server.stop()));
    // The plugins of an engine that was killed have nobody else who would end them.
    await endProcessesRunFrom(path.join(this.pulumiHome, "plugins"));
    for (const disk of this.disks) disk.unmount();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** The home as it comes out of the distribution. */
export function installProduct(home: string, product = sampleProductFolder): void {
  cpSync(product, home, { recursive: true });
}

/** How Pulumi reaches a host, as a description has it. */
export function sshOf({ host, port, user, privateKey, hostKey }: SshServer) {
  return { host, port, user, privateKey, hostKey, timeoutSeconds: 60 };
}

/** The description of a cluster on these nodes, with databases already there; only its files, the product does not run. */
export function clusterOn(nodes: readonly [Node, Node]): AnalyticsClusterArgs {
  const [node1, node2] = nodes;
  return {
    product: { profile: "apim-analytics-2.1.0", home: node1.home, distribution: sampleProductFolder },
    nodes: [
      { address: "127.0.0.2", ssh: sshOf(node1.ssh) },
      { address: "127.0.0.3", home: node2.home, ssh: sshOf(node2.ssh) },
    ],
    database: { host: "127.0.0.1", username: "wso2analytics", password: "a-password" },
    service: { manage: false },
    spark: { symbolicLink: "/opt/wso2am-analytics", makeSymbolicLink: false },
    allowLoopbackAddresses: true,
  };
}
