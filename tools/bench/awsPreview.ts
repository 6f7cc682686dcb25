import path from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import { AwsAnalyticsCluster } from "../../components/aws";
import { createStack } from "../machine/engine";
import { provideMoto } from "../machine/motoServer";
import { type Rehearsal, startRehearsal } from "../rehearsal/rehearsal";
import { comparison, type Figure, notMeasured } from "./figure";
import { sampleProduct } from "./rendering";
import { timed } from "./rounds";

const what = "a preview of one AWS cluster";

/** Of a stack that has nothing yet, against a preview of a program that makes nothing. */
export async function awsPreviewFigure(folder: string, rounds: number): Promise<Figure> {
  if (process.getuid?.() !== 0) return notMeasured(what, "the rehearsal of AWS needs root");
  await provideMoto(() => undefined);
  const rehearsal = await startRehearsal({
    folder: path.join(folder, "aws"),
    imageFolder: path.join(folder, "aws-image"),
  });
  try {
    const cluster = await newStack(rehearsal, "cluster", async () => makeCluster(rehearsal));
    const empty = await newStack(rehearsal, "empty", async () => undefined);
    const [clusterTimes, emptyTimes]: [number[], number[]] = [[], []];
    for (let round = 0; round <= rounds; round++) {
      const times = [await timed(() => preview(cluster)), await timed(() => preview(empty))] as const;
      // The first one reads what the others find in the machine's memory.
      if (round === 0) continue;
      clusterTimes.push(times[0]);
      emptyTimes.push(times[1]);
    }
    return comparison(what, clusterTimes, "an empty program's preview", emptyTimes, 1.5);
  } finally {
    await rehearsal.stop();
  }
}

function newStack(
  { folder, pulumiHome, environment }: Rehearsal,
  name: string,
  program: () => Promise<void>,
): Promise<Stack> {
  return createStack({ name, folder: path.join(folder, "stacks"), pulumiHome, environment, program });
}

function preview(stack: Stack): Promise<unknown> {
  return stack.preview({ color: "never" });
}

function makeCluster({ gateway, mysql, mountPoint }: Rehearsal): void {
  const { host, port, user, privateKey, hostKey } = gateway;
  new AwsAnalyticsCluster("analytics", {
    product: {
      profile: "apim-analytics-2.1.0",
      home: path.join(mountPoint, "wso2am-analytics-2.1.0"),
      distribution: sampleProduct,
    },
    ssh: { user: "root", sudo: false, bastion: { host, port, user, privateKey, hostKey } },
    database: {
      username: "wso2analytics",
      password: "a-password",
      tls: "off",
      masterUsername: mysql.adminUser,
      masterPassword: mysql.adminPassword,
      clientHosts: ["127.0.0.1"],
    },
    service: { manage: false },
    allowLoopbackAddresses: true,
  });
}
