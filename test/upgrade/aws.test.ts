import path from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import type { AwsAnalyticsClusterArgs } from "../../components/aws";
import { productFolder } from "../../tools/demo/demoFolder";
import { loginThrough } from "../../tools/rehearsal/gateway";
import { expectSuccess } from "../endToEnd/expectSuccess";
import { RunningAwsCluster } from "../endToEnd/runningAwsCluster";
import { firstRelease, libraryOf } from "./library";
import { nodeState } from "./nodeState";
import { type Deployment, itIsUpgraded } from "./upgrade";

const cluster = new RunningAwsCluster();

const deployment: Deployment = {
  stack: () => cluster.running.stack,
  program: (library) => () => {
    const { nodeIds } = new library.AwsAnalyticsCluster("analytics", description());
    return { nodeIds };
  },
  state: async () => {
    const { vms, databases, snapshots } = await cluster.view();
    return {
      nodes: vms.map(({ volumeFolder }) => nodeState(path.join(volumeFolder, productFolder))),
      roles: await cluster.roles(),
      addresses: vms.map(({ address }) => address),
      nodeIds: (await cluster.running.stack.outputs()).nodeIds?.value,
      vms,
      databases,
      snapshots,
    };
  },
};

// Volumes are mounted, in namespaces of the hosts' own.
describe.runIf(process.getuid?.() === 0)("a deployment by 0.1.0 on AWS", () => {
  beforeAll(async () => {
    const first = await libraryOf(firstRelease);
    await cluster.start();
    expectSuccess(await cluster.running.stack.up(deployment.program(first)));
  }, 600_000);
  afterAll(() => cluster.end());
  itIsUpgraded(deployment);
});

/** The names of the arguments stay those of 0.1.0. */
function description(): AwsAnalyticsClusterArgs {
  const { distribution, jdk, network, running } = cluster;
  const { gateway, mysql, mountPoint } = running.rehearsal;
  return {
    ...network,
    product: {
      profile: "apim-analytics-2.1.0",
      home: path.join(mountPoint, productFolder),
      distribution,
    },
    ssh: loginThrough(gateway),
    database: {
      username: "wso2analytics",
      password: "a-password",
      tls: "off",
      masterUsername: mysql.adminUser,
      masterPassword: mysql.adminPassword,
      clientHosts: ["127.%"],
    },
    clustering: { domain: "wso2.analytics.test", groupPassword: "a-group-password" },
    service: {
      manager: "script",
      javaHome: jdk,
      startTimeoutSeconds: 15,
      stopTimeoutSeconds: 10,
      steadySeconds: 1,
    },
    allowLoopbackAddresses: true,
  };
}
