import path from "node:path";
import { AnalyticsCluster, type AnalyticsClusterArgs } from "../../components";
import type { EngineStack, Operation } from "../../tools/machine/engineStack";
import type { MySqlServer } from "../../tools/machine/mysqlServer";
import { buildSampleProduct, zipSampleProduct } from "../../tools/sample-server/sampleDistribution";
import { makeSampleJdk } from "../../tools/sample-server/sampleJdk";
import { Debian } from "../../tools/systems/debianImage";
import type { MySqlPart } from "../../tools/systems/mysqlPart";
import { parts } from "../../tools/systems/parts";
import { Login, type SystemdHost } from "../../tools/systems/systemdHost";
import { TestBed } from "../../tools/systems/testBed";
import { Workplace } from "../endToEnd/workplace";

/** What may differ from one update to the next. */
export type Change = (args: AnalyticsClusterArgs) => void;

export interface SystemsClusterOptions {
  /** Of the two nodes. Default: 12 and 13. */
  debian?: readonly [Debian, Debian];
  /** Default: root on node1, the user with sudo on node2. */
  logins?: readonly [Login, Login];
  /** Default: MySQL 8.0.15. */
  mysql?: MySqlPart;
}

const nodeProgram = "/opt/node";
const javaHome = "/opt/sample-jdk";

/**
 * Two hosts that systemd runs, a MySQL, and the sample product, which the library installs and runs on them, as one stack of
 * the real engine. It is `RunningCluster` with real systems below.
 */
export class SystemsCluster {
  static readonly home = "/opt/wso2am-analytics-2.1.0";
  static readonly unit = "wso2am-analytics-2.1.0.service";
  readonly hosts: readonly [SystemdHost, SystemdHost];
  readonly mysql: MySqlServer;
  readonly stack: EngineStack;
  private readonly bed: TestBed;
  private readonly workplace: Workplace;
  private readonly logins: readonly [Login, Login];

  private constructor(fields: Fields) {
    this.hosts = fields.hosts;
    this.mysql = fields.mysql;
    this.stack = fields.stack;
    this.bed = fields.bed;
    this.workplace = fields.workplace;
    this.logins = fields.logins;
  }

  static async start(options: SystemsClusterOptions = {}): Promise<SystemsCluster> {
    const { debian = [Debian.Bookworm, Debian.Trixie], logins = [Login.Root, Login.Sudo] } = options;
    const workplace = new Workplace();
    const bed = await TestBed.create();
    const { folder } = workplace;
    const jdk = makeSampleJdk(path.join(folder, "jdk"), undefined, nodeProgram);
    const shares = { [nodeProgram]: process.execPath, [javaHome]: jdk };
    const [host1, host2, mysql, stack, product] = await Promise.all([
      bed.startHost("node1", debian[0], shares),
      bed.startHost("node2", debian[1], shares),
      bed.startMySql(options.mysql ?? parts.mysql80, ["--max-connections=450"]),
      workplace.createStack(),
      buildSampleProduct(path.join(folder, "product")),
    ]);
    await zipSampleProduct(product, zipIn(workplace));
    return new SystemsCluster({ hosts: [host1, host2], mysql, stack, bed, workplace, logins });
  }

  args(change: Change = () => undefined): AnalyticsClusterArgs {
    const { host, port, adminUser, adminPassword } = this.mysql;
    const [host1, host2] = this.hosts;
    const [login1, login2] = this.logins;
    const args: AnalyticsClusterArgs = {
      product: {
        profile: "apim-analytics-2.1.0",
        home: SystemsCluster.home,
        distribution: zipIn(this.workplace),
        install: {},
        jdbcDriver: { file: parts.connector.file },
      },
      nodes: [
        { address: host1.address, ssh: host1.login(login1) },
        { address: host2.address, ssh: host2.login(login2) },
      ],
      database: {
        host,
        port,
        username: "wso2analytics",
        password: "a-password",
        jdbcParameters: { allowPublicKeyRetrieval: "true" },
        administrator: { username: adminUser, password: adminPassword },
      },
      clustering: { domain: "wso2.analytics.test", groupPassword: "a-group-password" },
      service: { javaHome },
      rollout: { startTimeoutSeconds: 60, stopTimeoutSeconds: 20, steadySeconds: 1 },
    };
    change(args);
    return args;
  }

  up(change?: Change): Promise<Operation> {
    return this.stack.up(() => {
      const { operations, nodeIds } = new AnalyticsCluster("analytics", this.args(change));
      return { operations, nodeIds };
    });
  }

  /** As their logs tell it since the last start. */
  roles(): Promise<string[]> {
    return Promise.all(this.hosts.map((host) => this.role(host)));
  }

  /** Ends everything. */
  async end(): Promise<void> {
    await this.bed.end();
    await this.workplace.end();
  }

  private async role(host: SystemdHost): Promise<string> {
    const log = await host.run(`cat ${SystemsCluster.home}/repository/logs/wso2carbon.log`);
    const start = log.slice(log.lastIndexOf("Starting WSO2 Carbon"));
    return [...start.matchAll(/Became CEP HA (\w+) Member/g)].at(-1)?.[1]?.toLowerCase() ?? "none";
  }
}

type Fields = Pick<SystemsCluster, "hosts" | "mysql" | "stack"> & {
  bed: TestBed;
  workplace: Workplace;
  logins: readonly [Login, Login];
};

function zipIn({ folder }: Workplace): string {
  return path.join(folder, "wso2am-analytics-2.1.0.zip");
}
