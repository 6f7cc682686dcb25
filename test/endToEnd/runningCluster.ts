import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createConnection, type RowDataPacket } from "mysql2/promise";
import { AnalyticsCluster, type AnalyticsClusterArgs } from "../../components";
import { defaultDatabaseNames } from "../../components/description/databaseNames";
import { fingerprints } from "../../tools/demo/homeFiles";
import type { Choice, EngineStack, Operation } from "../../tools/machine/engineStack";
import type { MySqlServer } from "../../tools/machine/mysqlServer";
import { ownAddresses } from "../../tools/machine/ownAddresses";
import type { SshServerOptions } from "../../tools/machine/sshServer";
import { buildSampleProduct } from "../../tools/sample-server/sampleDistribution";
import { makeSampleJdk } from "../../tools/sample-server/sampleJdk";
import { clusterOn, type Node, Workplace } from "./workplace";

const databases = Object.values(defaultDatabaseNames);

/** What may differ from one update to the next. */
export type Change = (args: AnalyticsClusterArgs) => void;

/** Two hosts, a MySQL and the sample product that runs on them, as one stack of the real engine deploys it. */
export class RunningCluster {
  readonly workplace = new Workplace();
  readonly nodes: Node[] = [];
  readonly addresses = ownAddresses();
  private server: MySqlServer | undefined;
  private engine: EngineStack | undefined;
  distribution = "";
  jdk = "";

  /**
   * @param options of each node's host
   * @param profile the version of the sample product
   */
  async start(
    options: (node: string) => Partial<SshServerOptions> = () => ({}),
    profile?: string,
  ): Promise<void> {
    const { workplace } = this;
    this.distribution = await buildSampleProduct(path.join(workplace.folder, "distribution"), profile);
    this.jdk = makeSampleJdk(path.join(workplace.folder, "jdk"));
    this.nodes.push(
      await workplace.startNode(
        "node1",
        { address: this.addresses[0], ...options("node1") },
        this.distribution,
      ),
      await workplace.startNode(
        "node2",
        { address: this.addresses[1], ...options("node2") },
        this.distribution,
      ),
    );
    this.server = await workplace.startMySql({ options: ["--max-connections=450"] });
    this.engine = await workplace.createStack();
  }

  get mysql(): MySqlServer {
    if (this.server === undefined) throw new Error("not started");
    return this.server;
  }

  get stack(): EngineStack {
    if (this.engine === undefined) throw new Error("not started");
    return this.engine;
  }

  args(change: Change = () => undefined): AnalyticsClusterArgs {
    const { host, port, adminUser, adminPassword } = this.mysql;
    const args = clusterOn(this.nodes as [Node, Node]);
    for (const [index, node] of args.nodes.entries()) node.address = this.addresses[index] ?? "";
    args.product.distribution = this.distribution;
    args.database = {
      ...args.database,
      host,
      port,
      clientHosts: ["127.%"],
      administrator: { username: adminUser, password: adminPassword },
    };
    args.clustering = { domain: "wso2.analytics.test", groupPassword: "a-group-password" };
    // This machine is not to keep a timer.
    args.eventProcessing = { pruneStatePersistence: false };
    args.service = { manager: "script", javaHome: this.jdk };
    args.rollout = { startTimeoutSeconds: 20, stopTimeoutSeconds: 10, steadySeconds: 1 };
    change(args);
    return args;
  }

  /** @param listen hears of all that the engine prints, as it prints it */
  up(change?: Change, listen?: (text: string) => void, choice?: Choice): Promise<Operation> {
    return this.stack.up(this.program(change), listen, choice);
  }

  preview(change?: Change): Promise<Operation> {
    return this.stack.preview(this.program(change));
  }

  private program(change?: Change): () => unknown {
    return () => {
      const { operations, nodeIds } = new AnalyticsCluster("analytics", this.args(change));
      return { operations, nodeIds };
    };
  }

  get active(): 0 | 1 {
    return this.role(0) === "active" ? 0 : 1;
  }

  roles(): string[] {
    return [this.role(0), this.role(1)];
  }

  /** How often either of them has become the active node. */
  activations(): number {
    const texts = [0, 1].map((node) => this.wholeLog(node as 0 | 1));
    return texts.join("").split("Became CEP HA Active Member").length - 1;
  }

  /** Everything in both homes and in MySQL that no update may touch, by where it is. */
  async belongings(): Promise<Record<string, string>> {
    const files = ([0, 1] as const).flatMap((node) =>
      [...fingerprints(this.home(node))]
        .filter(([file]) => !isOfTheUpdate(file))
        .map(([file, print]) => [`node${node + 1}: ${file}`, print] as const),
    );
    return { ...Object.fromEntries(files), ...(await this.tables()) };
  }

  /** What a deployment has after a while: data in each home and rows in each database. */
  async addBelongings(): Promise<void> {
    for (const node of [0, 1] as const) {
      const data = path.join(this.home(node), "repository/data");
      mkdirSync(data, { recursive: true });
      writeFileSync(path.join(data, "index"), `of node${node + 1}`);
    }
    for (const database of databases) {
      await this.query(`CREATE TABLE ${database}.kept (word VARCHAR(20))`);
      await this.query(`INSERT INTO ${database}.kept VALUES ('in ${database.slice(0, 10)}')`);
    }
  }

  /** The tables of the four databases with the checksums of their rows. */
  private async tables(): Promise<Record<string, string>> {
    const names = await this.query(
      `SELECT CONCAT(TABLE_SCHEMA, '.', TABLE_NAME) AS name FROM information_schema.TABLES
       WHERE TABLE_SCHEMA IN (${databases.map((name) => `'${name}'`).join()}) ORDER BY name`,
    );
    if (names.length === 0) return {};
    const rows = await this.query(`CHECKSUM TABLE ${names.map(({ name }) => name).join()}`);
    return Object.fromEntries(rows.map(({ Table, Checksum }) => [Table, String(Checksum)]));
  }

  /** As MySQL's administrator. */
  async query(sql: string): Promise<RowDataPacket[]> {
    const { host, port, adminUser: user, adminPassword: password } = this.mysql;
    const connection = await createConnection({ host, port, user, password });
    try {
      return (await connection.query<RowDataPacket[]>(sql))[0];
    } finally {
      await connection.end();
    }
  }

  /** What the log of a node says since its last start. */
  log(node: 0 | 1): string {
    const text = this.wholeLog(node);
    return text.slice(Math.max(0, text.lastIndexOf("Starting WSO2 Carbon")));
  }

  private wholeLog(node: 0 | 1): string {
    const file = path.join(this.home(node), "repository/logs/wso2carbon.log");
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  role(node: 0 | 1): string {
    if (this.pid(node) === undefined) return "stopped";
    const roles = [...this.log(node).matchAll(/Became CEP HA (Active|Passive) Member/g)];
    return roles.at(-1)?.[1]?.toLowerCase() ?? "none";
  }

  /** Of the running product. */
  pid(node: 0 | 1): number | undefined {
    const file = path.join(this.home(node), "wso2carbon.pid");
    const pid = existsSync(file) ? Number.parseInt(readFileSync(file, "utf8"), 10) : undefined;
    return pid !== undefined && existsSync(`/proc/${pid}`) ? pid : undefined;
  }

  kill(node: 0 | 1, signal: "SIGTERM" | "SIGKILL"): void {
    const pid = this.pid(node);
    if (pid === undefined) throw new Error(`node${node + 1} does not run`);
    process.kill(pid, signal);
  }

  /** How often the product was started. */
  starts(node: 0 | 1): number {
    return this.wholeLog(node).split("Starting WSO2 Carbon").length - 1;
  }

  read(node: 0 | 1, file: string): string {
    return readFileSync(path.join(this.home(node), file), "latin1");
  }

  /** The revision under which the node was last healthy. */
  healthyRevision(node: 0 | 1): string {
    return readFileSync(path.join(`${this.home(node)}.deployment`, "healthy"), "utf8");
  }

  /** The same file as the distribution has it. */
  shipped(file: string): string {
    return readFileSync(path.join(this.distribution, file), "latin1");
  }

  /** Lets the sample product misbehave from its next start on, or no longer. */
  misbehave(node: 0 | 1, how: string | undefined): void {
    const file = path.join(this.home(node), "misbehave");
    if (how === undefined) rmSync(file, { force: true });
    else writeFileSync(file, how);
  }

  home(node: 0 | 1): string {
    return this.nodes[node]?.home ?? "";
  }

  async end(): Promise<void> {
    for (const node of [0, 1] as const) {
      const pid = this.pid(node);
      if (pid !== undefined) process.kill(pid, "SIGKILL");
    }
    await this.workplace.end();
  }
}

/** A change that makes both nodes' files other ones. */
export const serverName =
  (name: string): Change =>
  (args) => {
    args.overrides = [{ file: "repository/conf/carbon.xml", path: "/Server/Name", value: name }];
  };

/** What is rendered, and what the running product writes of itself. */
function isOfTheUpdate(file: string): boolean {
  const isOfTheProcess = /^(repository\/logs\/|tmp\/|wso2carbon\.pid$|misbehave$)/.test(file);
  return isOfTheProcess || rendered.includes(file);
}

/** The files that are rendered for `args`, and those that the tests change by an override. */
const rendered: readonly string[] = [
  "bin/load-spark-env-vars.sh",
  "repository/conf/analytics/spark/spark-defaults.conf",
  "repository/conf/axis2/axis2.xml",
  "repository/conf/carbon.xml",
  "repository/conf/datasources/analytics-datasources.xml",
  "repository/conf/datasources/master-datasources.xml",
  "repository/conf/event-processor.xml",
  "repository/conf/registry.xml",
  "repository/conf/sample.xml",
  "repository/conf/user-mgt.xml",
];
