import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createConnection } from "mysql2/promise";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { ClusterDescription } from "../../../components/description/clusterDescription";
import { findProfile } from "../../../components/product/profiles/profiles";
import { readDistribution } from "../../../components/render/distribution/readDistribution";
import { distributionPaths, renderCluster } from "../../../components/render/renderCluster";
import type { MySqlServer } from "../../../tools/machine/mysqlServer";
import { buildSampleProduct } from "../../../tools/sample-server/sampleDistribution";
import { makeSampleJdk } from "../../../tools/sample-server/sampleJdk";
import { useMysqlServer } from "../plugins/mysqlServer";

const waitMilliseconds = 20_000;
/** Of this process's own: the ports are the product's, and test files run side by side. */
const network = `127.${1 + ((process.pid >> 8) % 254)}.${process.pid % 256}`;
const addresses = [`${network}.2`, `${network}.3`] as const;
/** With what a file format or a URL could trip over. */
const password = `<&> "of" #;:%{}= the databases`;
const databases = [
  "userdb",
  "regdb",
  "WSO2_ANALYTICS_EVENT_STORE_DB",
  "WSO2_ANALYTICS_PROCESSED_DATA_STORE_DB",
];

/** A home on an address of this machine, started by its own script. */
export class SampleNode {
  readonly home: string;
  readonly address: string;
  readonly jdk: string;
  private script: ChildProcess | undefined;
  /** Where in the log the last start begins. */
  private startsAt = 0;

  constructor(home: string, address: string, jdk: string) {
    this.home = home;
    this.address = address;
    this.jdk = jdk;
  }

  start(environment: NodeJS.ProcessEnv = {}): ChildProcess {
    this.startsAt = this.wholeLog().length;
    // A process group of its own, as a service has it.
    this.script = spawn("sh", [path.join(this.home, "bin/wso2server.sh")], {
      env: { PATH: process.env.PATH, JAVA_HOME: this.jdk, ...environment },
      stdio: "ignore",
      detached: true,
    });
    return this.script;
  }

  /** The log since the last start. */
  log(): string {
    return this.wholeLog().slice(this.startsAt);
  }

  async logs(line: string | RegExp): Promise<void> {
    const deadline = Date.now() + waitMilliseconds;
    while (!(typeof line === "string" ? this.log().includes(line) : line.test(this.log()))) {
      if (Date.now() > deadline) throw new Error(`${this.address} never logs ${line}:\n${this.log()}`);
      await delay(20);
    }
  }

  /** Sends the signal to the whole group, and returns once script and server are gone. */
  async end(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const { script } = this;
    if (script?.pid !== undefined && script.exitCode === null && script.signalCode === null) {
      const gone = new Promise((resolve) => script.once("exit", resolve));
      process.kill(-script.pid, signal);
      await gone;
    }
    // A server that was started in the background, or that needs longer than its script.
    if (signal === "SIGKILL" && this.isRunning()) this.signal(signal);
    while (this.isRunning()) await delay(20);
  }

  /** To the server alone. */
  signal(signal: NodeJS.Signals): void {
    process.kill(this.pid(), signal);
  }

  isRunning(): boolean {
    const pid = this.pid();
    return pid > 0 && readOrEmpty(`/proc/${pid}/cmdline`).includes(`-Dcarbon.home=${this.home}\0`);
  }

  /** Changes a configuration file by hand. */
  edit(file: string, from: string, to: string): void {
    const place = path.join(this.home, "repository/conf", file);
    const text = readFileSync(place, "latin1");
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    writeFileSync(place, text.replace(from, to), "latin1");
  }

  /** Tells it by the file in its home; undefined takes the file away. */
  misbehave(word: string | undefined): void {
    const file = path.join(this.home, "misbehave");
    if (word === undefined) rmSync(file);
    else writeFileSync(file, word);
  }

  /** Sends events to the receiver, and returns once they are taken. */
  publish(...events: string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect(7612, this.address, () =>
        socket.end(events.map((event) => `${event}\n`).join("")),
      );
      socket.on("error", reject);
      socket.on("close", () => resolve());
    });
  }

  /** As DAS 3.1.0 and 3.2.0 ship it: a start waits until two nodes have started. */
  waitForPeer(): void {
    const place = path.join(this.home, "repository/conf/etc/tasks-config.xml");
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, "<tasks><taskServerCount>2</taskServerCount></tasks>");
  }

  /** The events that it counts, told over its console's HTTP port. */
  async counts(): Promise<Record<string, number>> {
    return (await fetch(`http://${this.address}:9764/`)).json() as Promise<Record<string, number>>;
  }

  /** What the server wrote into its pid file; 0 where there is none. */
  private pid(): number {
    return Number.parseInt(readOrEmpty(path.join(this.home, "wso2carbon.pid")), 10) || 0;
  }

  private wholeLog(): string {
    return readOrEmpty(path.join(this.home, "repository/logs/wso2carbon.log"));
  }
}

export interface SampleCluster {
  description: ClusterDescription;
  /** Runs a statement as MySQL's administrator. */
  query(sql: string): Promise<unknown>;
  /** Two homes, configured by that description. */
  nodes(description?: ClusterDescription): Promise<[SampleNode, SampleNode]>;
}

/** The sample product, its databases, and a fresh pair of nodes for each test, ended after it. */
export function useSampleCluster(): () => SampleCluster {
  const mysql = useMysqlServer();
  const folder = mkdtempSync(path.join(tmpdir(), "sample-"));
  const product = path.join(folder, "product");
  const jdk = makeSampleJdk(path.join(folder, "jdk"));
  const started: SampleNode[] = [];
  beforeAll(async () => {
    await buildSampleProduct(product);
    for (const name of databases) await mysql().query(`CREATE DATABASE ${name}`);
    for (const name of databases.slice(0, 2)) await createTables(mysql().server, name);
    await mysql().query(`GRANT ALL ON *.* TO 'wso2'@'127.%' IDENTIFIED BY '${password}'`);
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((node) => node.end("SIGKILL")));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return () => {
    const { host, port } = mysql().server;
    const description: ClusterDescription = {
      product: { profile: "apim-analytics-2.1.0", home: path.join(folder, "node1/home") },
      nodes: [{ address: addresses[0] }, { address: addresses[1], home: path.join(folder, "node2/home") }],
      database: { host, port, username: "wso2", password },
      clustering: { domain: "sample", groupPassword: "of-the-group" },
    };
    const nodes = async (given = description) => {
      const pair = await installNodes(given, product, jdk);
      started.push(...pair);
      return pair;
    };
    return { description, nodes, query: (sql) => mysql().query(sql) };
  };
}

/** The tables of the product's own script. */
async function createTables(server: MySqlServer, database: string): Promise<void> {
  const { host, port, adminUser: user, adminPassword: password } = server;
  const script = path.resolve(__dirname, "../../../tools/sample-product/dbscripts/mysql.sql");
  const options = { host, port, user, password, database, multipleStatements: true };
  const connection = await createConnection(options);
  await connection.query(readFileSync(script, "latin1"));
  await connection.end();
}

async function installNodes(description: ClusterDescription, product: string, jdk: string) {
  const profile = findProfile(description.product.profile);
  if (profile === undefined) throw new Error("the profile is not known");
  const { texts: distribution } = await readDistribution(product, distributionPaths(description, profile));
  const rendered = renderCluster(description, distribution);
  const install = (index: 0 | 1) => {
    const home = description.nodes[index]?.home ?? description.product.home;
    rmSync(home, { recursive: true, force: true });
    cpSync(product, home, { recursive: true });
    for (const { path: file, text } of rendered.nodes[index]) {
      mkdirSync(path.dirname(path.join(home, file)), { recursive: true });
      writeFileSync(path.join(home, file), text, "latin1");
    }
    return new SampleNode(home, addresses[index], jdk);
  };
  return [install(0), install(1)] as [SampleNode, SampleNode];
}

function readOrEmpty(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
