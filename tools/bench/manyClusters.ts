import * as pulumi from "@pulumi/pulumi";
import { AwsAnalyticsCluster } from "../../components/aws";
import { mockedAnswer, mockedNetwork, mockedState } from "./mockedAws";
import { sampleProduct } from "./rendering";

/** How a program makes its clusters: all at once, or each when the one before is there. */
export const Making = { Together: "together", Awaited: "awaited" } as const;
export type Making = (typeof Making)[keyof typeof Making];

/** What the child process prints. */
export interface Spent {
  milliseconds: number;
  /** The most memory that the process ever had, in bytes. */
  peak: number;
  resources: number;
}

/** Run as a program of its own, `manyClusters.ts <making> <count>`: makes that many clusters on Pulumi's mocks. */
async function main(making: string, clusters: number): Promise<void> {
  const start = performance.now();
  let resources = 0;
  await pulumi.runtime.setMocks({
    newResource({ type, name, inputs }) {
      resources++;
      return { id: `${name}-id`, state: mockedState(type, name, inputs) };
    },
    call: ({ token, inputs }) => mockedAnswer(token, inputs),
  });
  for (let index = 1; index <= clusters; index++) {
    const cluster = makeCluster(`cluster${index}`);
    if (making === Making.Awaited) await isThere(cluster);
  }
  await pulumi.runtime.disconnect();
  const spent: Spent = {
    milliseconds: performance.now() - start,
    peak: process.resourceUsage().maxRSS * 1024,
    resources,
  };
  process.stdout.write(`${JSON.stringify(spent)}\n`);
}

function makeCluster(name: string): AwsAnalyticsCluster {
  return new AwsAnalyticsCluster(name, {
    product: {
      profile: "apim-analytics-2.1.0",
      home: "/opt/wso2/wso2am-analytics-2.1.0",
      distribution: sampleProduct,
    },
    ...mockedNetwork(),
    // What would be warned of where it is missing.
    clustering: { groupPassword: "a-password-of-the-cluster" },
    statisticsDatabase: {
      host: "statistics.internal",
      name: "WSO2AM_STATS_DB",
      username: "statistics",
      password: "a-password-of-the-statistics",
    },
    database: { username: "wso2analytics", password: "a-password-of-the-product", tls: "encrypted" },
  });
}

/** As in a user's program; the nodes' ids are known when all else is there. */
function isThere({ nodeIds }: AwsAnalyticsCluster): Promise<unknown> {
  return new Promise((resolve) => nodeIds.apply(resolve));
}

if (require.main === module) void main(process.argv[2] ?? "", Number(process.argv[3]));
