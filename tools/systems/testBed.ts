import { randomBytes } from "node:crypto";
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { withLock } from "../machine/lock";
import type { MySqlServer } from "../machine/mysqlServer";
import { endProcessesRunFrom } from "../machine/serverProcess";
import { removeCgroups } from "./cgroup";
import type { Debian } from "./debianImage";
import { HostNetwork, removeNetwork } from "./hostNetwork";
import type { MySqlPart } from "./mysqlPart";
import { systemsFolder } from "./part";
import { SystemdHost } from "./systemdHost";

/**
 * The real systems of one test file: hosts on a network of their own, and MySQL servers that they reach.
 *
 *     const bed = await TestBed.create();
 *     const shared = { ...parts.jdk8.share, ...DriverLogin.share(parts.connector) };
 *     const node1 = await bed.startHost("node1", Debian.Bookworm, shared);
 *     await node1.run("systemctl is-active ssh");                      // as root through SSH
 *     await node1.run("sudo id", { login: Login.Sudo });
 *     node1.login(Login.Sudo);                                         // `ssh` of a description
 *     await node1.reboot();
 *     const mysql = await bed.startMySql(parts.mysql80);               // { host, port, adminUser, adminPassword, ... }
 *     const driver = await DriverLogin.from(node1, parts.jdk8.home);
 *     await driver.attempt([{ url, username, password }]);             // ["in 8.0.15 plain"], ["refused: ..."]
 *     await bed.end();
 *
 * `test/systems/systemsCluster.ts` deploys the sample product on such a bed; `withParts` skips what cannot be had here.
 * Everything a bed has is named after its id and recorded in its folder first, so that the next bed removes what a killed
 * run has left.
 */
export class TestBed {
  /** Removed at the end. */
  readonly folder: string;
  /** This machine's address on the hosts' network. */
  readonly address: string;
  private readonly network: HostNetwork;
  private readonly id: string;
  private readonly servers: { end(): Promise<void> }[] = [];
  private databases = 0;

  private constructor(id: string) {
    this.id = id;
    this.folder = path.join(bedsFolder(), id);
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(ownerFile(this.folder), `${process.pid} ${startTime(process.pid)}`);
    this.network = new HostNetwork(id);
    this.address = this.network.gateway;
  }

  static async create(): Promise<TestBed> {
    return withLock(
      "test beds",
      () => undefined,
      async () => {
        await removeLeftovers();
        return new TestBed(`wa${randomBytes(3).toString("hex")}`);
      },
    );
  }

  /** @param shared files and folders of this machine that the host sees too, read-only: by the path there, the path here */
  async startHost(
    name: string,
    debian: Debian,
    shared: Readonly<Record<string, string>> = {},
  ): Promise<SystemdHost> {
    const place = this.network.addHost(name);
    const folder = path.join(this.folder, name);
    const host = await SystemdHost.start({ name, debian, place, folder, shared });
    this.servers.push(host);
    return host;
  }

  /** The hosts reach it at this machine's address; its administrator may log in from everywhere. */
  async startMySql(release: MySqlPart, options: readonly string[] = []): Promise<MySqlServer> {
    const folder = path.join(this.folder, `mysql-${++this.databases}`);
    const server = await release.start({ folder, address: this.address, administratorHost: "%", options });
    this.servers.push({ end: () => server.stop() });
    return server;
  }

  async end(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.end()));
    await removeBed(this.id);
  }
}

function bedsFolder(): string {
  return path.join(systemsFolder(), "beds");
}

function ownerFile(folder: string): string {
  return path.join(folder, "owner");
}

async function removeLeftovers(): Promise<void> {
  if (!existsSync(bedsFolder())) return;
  for (const id of readdirSync(bedsFolder())) {
    if (!isOwned(path.join(bedsFolder(), id))) await removeBed(id);
  }
}

async function removeBed(id: string): Promise<void> {
  const folder = path.join(bedsFolder(), id);
  await removeCgroups(`${id}-`);
  await endProcessesRunFrom(folder);
  removeNetwork(id);
  // systemd-nspawn makes it, and does not remove it where it is killed.
  for (const left of globSync(`/run/systemd/nspawn/propagate/${id}-*`)) rmSync(left, { recursive: true });
  // Last: it tells that there may be something left.
  rmSync(folder, { recursive: true, force: true });
}

/** If the process that made the bed is still there. */
function isOwned(folder: string): boolean {
  const [pid, started] = readOrEmpty(ownerFile(folder)).split(" ");
  return pid !== undefined && started !== undefined && startTime(Number(pid)) === started;
}

/** Tells a process from a later one of the same id. */
function startTime(pid: number): string {
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "none";
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
