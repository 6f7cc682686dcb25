import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { vi } from "vitest";
import { AwsAnalyticsCluster, type AwsNodeArgs } from "../../components/aws";
import { productFolder } from "../../tools/demo/demoFolder";
import { makeProductHomes } from "../../tools/demo/productHome";
import { EngineStack, type Operation } from "../../tools/machine/engineStack";
import { provideMoto } from "../../tools/machine/motoServer";
import { endProcessesRunFrom } from "../../tools/machine/serverProcess";
import { type AwsView, whatThereIs } from "../../tools/rehearsal/awsView";
import { loopbackNetwork, type Network } from "../../tools/rehearsal/loopbackNetwork";
import { type Rehearsal, startRehearsal } from "../../tools/rehearsal/rehearsal";
import { buildSampleProduct } from "../../tools/sample-server/sampleDistribution";
import { makeSampleJdk } from "../../tools/sample-server/sampleJdk";

const thrift = 7612;

/** The whole deployment on a rehearsed AWS, with the sample product running on the VMs. */
export class RunningAwsCluster {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "end-to-end-aws-vms-"));
  distribution = "";
  jdk = "";
  network: Network | undefined;
  private started: { rehearsal: Rehearsal; stack: EngineStack } | undefined;

  async start(): Promise<void> {
    await provideMoto(() => undefined);
    this.distribution = await buildSampleProduct(path.join(this.folder, "distribution"));
    this.jdk = makeSampleJdk(path.join(this.folder, "jdk"));
    const imageFolder = path.join(this.folder, "image");
    await makeProductHomes(this.distribution, [path.join(imageFolder, productFolder)]);
    const rehearsal = await startRehearsal({ folder: this.folder, imageFolder });
    for (const [name, value] of Object.entries(rehearsal.environment)) vi.stubEnv(name, value);
    // This process's own.
    this.network = await loopbackNetwork(rehearsal.dataCenter, `127.${64 + (process.pid % 128)}`);
    const stack = await EngineStack.create(path.join(this.folder, "stack"), rehearsal.pulumiHome);
    this.started = { rehearsal, stack };
  }

  up(nodes: AwsNodeArgs[] = [{}, {}]): Promise<Operation> {
    return this.running.stack.up(() => {
      new AwsAnalyticsCluster("analytics", { ...this.args(), nodes });
    });
  }

  view(): Promise<AwsView> {
    return whatThereIs(this.running.rehearsal);
  }

  /** What the product's log says of node1 and node2. */
  async roles(): Promise<string[]> {
    const { vms } = await this.view();
    return vms.map(({ volumeFolder }) => {
      const log = path.join(volumeFolder, productFolder, "repository/logs/wso2carbon.log");
      const text = existsSync(log) ? readFileSync(log, "utf8") : "";
      return (
        [...text.matchAll(/Became CEP HA (Active|Passive) Member/g)].at(-1)?.[1]?.toLowerCase() ?? "none"
      );
    });
  }

  async standby(): Promise<0 | 1> {
    return (await this.roles())[0] === "passive" ? 0 : 1;
  }

  /** Lets the sample product misbehave from its next start on, or no longer. */
  async misbehave(node: 0 | 1, how: string | undefined): Promise<void> {
    const { vms } = await this.view();
    const file = path.join(vms[node]?.volumeFolder ?? "", productFolder, "misbehave");
    if (how === undefined) rmSync(file);
    else writeFileSync(file, how);
  }

  async stopProduct(node: 0 | 1): Promise<void> {
    const { vms } = await this.view();
    const machine = await this.running.rehearsal.dataCenter.machineAt(vms[node]?.address ?? "");
    const home = path.join(this.running.rehearsal.mountPoint, productFolder);
    const script = `pid=$(tr -d '\\000' <${home}/wso2carbon.pid); kill $pid; while kill -0 $pid; do sleep 0.1; done`;
    // The VM's own processes, as they are called there.
    const namespace = ["--target", String(firstOf(machine?.pid ?? 0)), "--mount", "--pid"];
    execFileSync("nsenter", [...namespace, "sh", "-c", script], { stdio: "ignore" });
  }

  async end(): Promise<void> {
    vi.unstubAllEnvs();
    await this.started?.rehearsal.stop();
    await endProcessesRunFrom(path.join(this.folder, "pulumi-home", "plugins"));
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  get running() {
    if (this.started === undefined) throw new Error("not started");
    return this.started;
  }

  private args() {
    const { gateway, mysql, mountPoint } = this.running.rehearsal;
    const { host, port, user, privateKey, hostKey } = gateway;
    return {
      ...this.network,
      product: {
        profile: "apim-analytics-2.1.0",
        home: path.join(mountPoint, productFolder),
        distribution: this.distribution,
      },
      ssh: {
        user: "root",
        sudo: false,
        timeoutSeconds: 60,
        bastion: { host, port, user, privateKey, hostKey },
      },
      database: {
        username: "wso2analytics",
        password: "a-password",
        tls: "off" as const,
        masterUsername: mysql.adminUser,
        masterPassword: mysql.adminPassword,
        clientHosts: ["127.%"],
      },
      service: { manager: "script" as const, javaHome: this.jdk },
      rollout: { startTimeoutSeconds: 15, stopTimeoutSeconds: 10, steadySeconds: 1 },
      clustering: { domain: "wso2.analytics.test", groupPassword: "a-group-password" },
      allowLoopbackAddresses: true,
    };
  }
}

/** The first process of the namespace that a server has for its processes. */
function firstOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ")[0]);
}

/** Which nodes went down, in that order, and how often none was there. */
interface Watched {
  order: number[];
  together: number;
}

/** Looks every 50 ms at where the nodes receive events, until it is ended. */
export function watchNodes(addresses: readonly string[]): { end(): Promise<Watched> } {
  const watched: Watched = { order: [], together: 0 };
  let ended = false;
  const watching = (async () => {
    while (!ended) {
      const up = await Promise.all(addresses.map(accepts));
      for (const [index, is] of up.entries()) {
        if (!is && watched.order.at(-1) !== index) watched.order.push(index);
      }
      if (!up.includes(true)) watched.together += 1;
      await sleep(50);
    }
  })();
  return {
    async end() {
      ended = true;
      await watching;
      return watched;
    },
  };
}

function accepts(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: thrift });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
