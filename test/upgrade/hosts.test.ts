import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import type { AnalyticsClusterArgs } from "../../components";
import { zipSampleProduct } from "../../tools/sample-server/sampleDistribution";
import { expectSuccess } from "../endToEnd/expectSuccess";
import { RunningCluster } from "../endToEnd/runningCluster";
import { writeZip } from "../render/distribution/zipFile";
import { firstRelease, type Library, libraryOf } from "./library";
import { nodeState } from "./nodeState";
import { type Deployment, itIsUpgraded } from "./upgrade";

type Variant = (args: AnalyticsClusterArgs, cluster: RunningCluster) => unknown;

const variants: Record<string, Variant> = {
  "with databases of its own": () => undefined,
  "with stopOnDestroy, a repush, and hosts of which no key is given": (args) => {
    for (const { ssh } of args.nodes) if (ssh) ssh.hostKey = undefined;
    args.service = { ...args.service, stopOnDestroy: true };
    args.repush = "after the disk was exchanged";
  },
  "with protection, an installed product, C-Apps and a user for the tables": async (args, cluster) => {
    args.protect = true;
    Object.assign(args.product, await installedProduct(cluster));
    args.carbonApps = { files: [await carbonApp(cluster.workplace.folder)], waitSeconds: 30 };
    args.database.grants = "least";
    args.database.schema = { username: "wso2schema", password: "schema-password" };
  },
};

let first: Library;
beforeAll(async () => {
  first = await libraryOf(firstRelease);
});

describe.each(Object.entries(variants))("a deployment by 0.1.0 %s", (_, vary) => {
  const cluster = new RunningCluster();
  let args: AnalyticsClusterArgs;

  const deployment: Deployment = {
    stack: () => cluster.stack,
    program: (library) => () => {
      const { nodeIds } = new library.AnalyticsCluster("analytics", args);
      return { nodeIds };
    },
    state: async () => ({
      nodes: cluster.nodes.map(({ home }) => nodeState(home)),
      roles: cluster.roles(),
      addresses: cluster.addresses,
      nodeIds: (await cluster.stack.outputs()).nodeIds?.value,
      belongings: await cluster.belongings(),
    }),
  };

  beforeAll(async () => {
    await cluster.start();
    args = description(cluster);
    await vary(args, cluster);
    expectSuccess(await cluster.stack.up(deployment.program(first)));
    await cluster.addBelongings();
  });
  afterAll(() => cluster.end());
  itIsUpgraded(deployment);
});

/** The names of the arguments stay those of 0.1.0. */
function description({ nodes, addresses, mysql, distribution, jdk }: RunningCluster): AnalyticsClusterArgs {
  return {
    product: { profile: "apim-analytics-2.1.0", home: nodes[0]?.home ?? "", distribution },
    nodes: nodes.map(({ home, ssh: { host, port, user, privateKey, hostKey } }, index) => ({
      address: addresses[index] ?? "",
      home,
      ssh: { host, port, user, privateKey, hostKey, timeoutSeconds: 60 },
    })),
    database: {
      host: mysql.host,
      port: mysql.port,
      username: "wso2analytics",
      password: "a-password",
      clientHosts: ["127.%"],
      administrator: { username: mysql.adminUser, password: mysql.adminPassword },
    },
    clustering: { domain: "wso2.analytics.test", groupPassword: "a-group-password" },
    spark: { symbolicLink: "/opt/wso2am-analytics", makeSymbolicLink: false },
    eventProcessing: { pruneStatePersistence: false },
    service: {
      manager: "script",
      javaHome: jdk,
      startTimeoutSeconds: 20,
      stopTimeoutSeconds: 10,
      steadySeconds: 1,
    },
    allowLoopbackAddresses: true,
  };
}

/** Moves the product of the hosts into a zip, from which the deployment installs it. */
async function installedProduct({ nodes, workplace }: RunningCluster) {
  const zip = path.join(workplace.folder, "wso2am-analytics-2.1.0.zip");
  const driver = path.join(workplace.folder, "mysql-connector-java-5.1.49.jar");
  await zipSampleProduct(nodes[0]?.home ?? "", zip);
  writeFileSync(driver, "a driver");
  for (const { home } of nodes) rmSync(home, { recursive: true });
  return { distribution: zip, install: {}, jdbcDriver: { file: driver } };
}

async function carbonApp(folder: string): Promise<string> {
  const file = path.join(folder, "alerts.car");
  const entries = {
    "artifacts.xml": `<artifacts><artifact name="alerts" version="1.0.0" type="carbon/application"><dependency artifact="receiver" version="1.0.0"/></artifact></artifacts>`,
    "receiver_1.0.0/artifact.xml": "<artifact/>",
  };
  await writeZip(
    file,
    Object.entries(entries).map(([name, text]) => ({ name, bytes: Buffer.from(text) })),
  );
  return file;
}
