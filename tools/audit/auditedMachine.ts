import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createConnection } from "mysql2/promise";
import { productFolder } from "../demo/demoFolder";
import { makeProductHomes } from "../demo/productHome";
import { type MySqlServer, startMySqlServer } from "../machine/mysqlServer";
import { ownAddresses } from "../machine/ownAddresses";
import { endProcessesRunFrom } from "../machine/serverProcess";
import { type SshServer, startSshServer } from "../machine/sshServer";
import { createSudoUser, removeSudoUser } from "../machine/sudoUser";
import { buildSampleProduct } from "../sample-server/sampleDistribution";
import { makeSampleJdk } from "../sample-server/sampleJdk";
import type { MarkedSecrets } from "./markedSecrets";
import type { Place } from "./places";

const isRoot = process.getuid?.() === 0;
const statisticsUser = "statistics";

/** Two hosts, one of them behind a bastion, a MySQL and the sample product, all in one temporary folder. */
export class AuditedMachine {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), "audit-"));
  readonly addresses = ownAddresses();
  readonly homes = ["node1", "node2"].map((node) => path.join(this.folder, node, productFolder));
  /** Of the node whose login reaches the product home with sudo only, where there can be one. */
  readonly sudoUser = isRoot ? `wso2-audit-${process.pid}` : undefined;
  readonly deployer = path.join(this.folder, "deployer");
  distribution = "";
  javaHome = "";
  nodes: SshServer[] = [];
  /** Works only with the passphrase. */
  encryptedKey = "";
  passphrase = "";
  private servers: { mysql: MySqlServer; bastion: SshServer } | undefined;

  async start(secrets: MarkedSecrets): Promise<void> {
    this.distribution = await buildSampleProduct(path.join(this.folder, "distribution"));
    this.javaHome = makeSampleJdk(path.join(this.folder, "jdk"));
    await makeProductHomes(this.distribution, this.homes);
    mkdirSync(path.join(this.deployer, "tmp"), { recursive: true });
    if (this.sudoUser !== undefined) createSudoUser(this.sudoUser);
    this.nodes = [
      await this.startNode("node1", this.addresses[0]),
      await this.startNode("node2", this.addresses[1], this.sudoUser),
    ];
    const bastion = await startSshServer({ folder: this.ofServers("bastion") });
    this.makeEncryptedKey(secrets);
    for (const { privateKey } of [...this.nodes, bastion])
      secrets.addPrivateKey("SSH private key", privateKey);
    this.servers = { mysql: await this.startMySql(secrets), bastion };
  }

  get mysql(): MySqlServer {
    return this.started.mysql;
  }

  get bastion(): SshServer {
    return this.started.bastion;
  }

  /** Where secrets could be left or pass, besides the servers' own folders. */
  places(): Place[] {
    const logins = this.sudoUser === undefined ? [] : [path.join("/home", this.sudoUser)];
    const closed = [this.deployer, ...["node1", "node2"].map((node) => this.loginOf(node)), ...logins];
    const open = this.homes.map((home) => path.dirname(home));
    return [
      ...closed.map((folder) => ({ folder, mayHold: false, deep: true })),
      ...open.map((folder) => ({ folder, mayHold: true, deep: true })),
      // Everybody's.
      ...["/tmp", "/var/tmp", "/dev/shm"].map((folder) => ({ folder, mayHold: false, deep: false })),
    ];
  }

  /** By hand, as the administrator. */
  async query(statement: string, values: string[] = []): Promise<void> {
    const { host, port, adminUser: user, adminPassword: password } = this.mysql;
    const connection = await createConnection({ host, port, user, password });
    try {
      await connection.query(statement, values);
    } finally {
      await connection.end();
    }
  }

  /** The database of API-M's statistics with its user, who are not made by the deployment. @returns how to log in */
  async makeStatisticsDatabase(password: string): Promise<{ name: string; username: string }> {
    await this.query("CREATE DATABASE IF NOT EXISTS statistics");
    await this.query(`GRANT ALL ON statistics.* TO ${statisticsUser}@'127.%' IDENTIFIED BY ?`, [password]);
    return { name: "statistics", username: statisticsUser };
  }

  async end(): Promise<void> {
    for (const home of this.homes) await endProcessesRunFrom(home);
    await Promise.all(this.nodes.map((node) => node.stop()));
    await Promise.all(Object.values(this.servers ?? {}).map((server) => server.stop()));
    await endProcessesRunFrom(this.deployer);
    if (this.sudoUser !== undefined) removeSudoUser(this.sudoUser);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  private get started() {
    if (this.servers === undefined) throw new Error("the audited machine was not started");
    return this.servers;
  }

  /** Its sessions have a home and a folder for temporary files of their own, unless their user is another one. */
  private startNode(name: string, address = "", user?: string): Promise<SshServer> {
    const login = this.loginOf(name);
    mkdirSync(path.join(login, "tmp"), { recursive: true });
    const settings = user === undefined ? [`SetEnv HOME=${login} TMPDIR=${login}/tmp`] : [];
    return startSshServer({ folder: this.ofServers(name), address, settings, ...(user && { user }) });
  }

  private startMySql(secrets: MarkedSecrets): Promise<MySqlServer> {
    const folder = this.ofServers("mysql");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const password = secrets.make("password of the databases' administrator");
    writeFileSync(path.join(folder, "administrator-password"), password, { mode: 0o600 });
    return startMySqlServer({ folder, options: ["--max-connections=450"] });
  }

  /** A further key for the first node. */
  private makeEncryptedKey(secrets: MarkedSecrets): void {
    const file = this.ofServers("encrypted_key");
    this.passphrase = secrets.make("passphrase of the SSH private key");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", this.passphrase, "-f", file]);
    appendFileSync(path.join(this.ofServers("node1"), "authorized_keys"), readFileSync(`${file}.pub`));
    this.encryptedKey = readFileSync(file, "utf8");
    secrets.addPrivateKey("encrypted SSH private key", this.encryptedKey);
  }

  private loginOf(node: string): string {
    return path.join(this.folder, `${node}-login`);
  }

  private ofServers(name: string): string {
    return path.join(this.folder, "servers", name);
  }
}
