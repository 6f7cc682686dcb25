import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type MySqlServer, startMySqlServer } from "../machine/mysqlServer";
import { providePlugins } from "../machine/plugins";
import { endProcessesRunFrom } from "../machine/serverProcess";
import { type SshServer, startSshServer } from "../machine/sshServer";
import { sampleProduct } from "./rendering";

/** Two hosts, a MySQL and the engine's plugins, all in one temporary folder. */
export interface BenchMachine {
  folder: string;
  pulumiHome: string;
  nodes: readonly [SshServer, SshServer];
  mysql: MySqlServer;
}

export type Homes = readonly [string, string];

export function makeBenchFolder(): string {
  return mkdtempSync(path.join(os.tmpdir(), "bench-"));
}

export async function startBenchMachine(folder: string): Promise<BenchMachine> {
  const pulumiHome = path.join(folder, "pulumi-home");
  await providePlugins(pulumiHome);
  // Whatever the user's own shell runs at its start would be measured too, once per session.
  const userHome = path.join(folder, "user-home");
  mkdirSync(userHome);
  const settings = [`SetEnv HOME=${userHome}`];
  const [node1, node2, mysql] = await Promise.all([
    startSshServer({ folder: path.join(folder, "sshd1"), address: "127.0.0.2", settings }),
    startSshServer({ folder: path.join(folder, "sshd2"), address: "127.0.0.3", settings }),
    startMySqlServer({ folder: path.join(folder, "mysql") }),
  ]);
  return { folder, pulumiHome, nodes: [node1, node2], mysql };
}

/** Ends whatever runs in the folder, the programs under comparison with it, and removes it. */
export async function endBench(folder: string): Promise<void> {
  await endProcessesRunFrom(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}

/** The product as it is unpacked, once per node, for one of those under comparison. */
export function freshHomes({ folder }: BenchMachine, owner: string): Homes {
  const homes = [1, 2].map((node) => {
    const home = path.join(folder, "homes", owner, `node${node}`, "wso2am-analytics-2.1.0");
    rmSync(path.dirname(home), { recursive: true, force: true });
    mkdirSync(path.dirname(home), { recursive: true });
    cpSync(sampleProduct, home, { recursive: true });
    return home;
  });
  return homes as unknown as Homes;
}

/** How many logins each node has seen so far. */
export function sessions({ nodes }: BenchMachine): [number, number] {
  const [node1, node2] = nodes.map(
    ({ logFile }) => readFileSync(logFile, "utf8").match(/^Accepted publickey/gm)?.length ?? 0,
  );
  return [node1 ?? 0, node2 ?? 0];
}
