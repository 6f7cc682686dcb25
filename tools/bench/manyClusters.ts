import * as pulumi from "@pulumi/pulumi";
import { AwsAnalyticsCluster } from "../../components/aws";
import { mockedAnswer, mockedState } from "./mockedAws";
import { sampleProduct } from "./rendering";

/** What a program consists of: clusters, or as many bare resources of the same types, with the same inputs and properties. */
export const Making = { Clusters: "clusters", Bare: "bare" } as const;
export type Making = (typeof Making)[keyof typeof Making];

/** What the child process prints. */
export interface Spent {
  milliseconds: number;
  /** The most memory that the process ever had, in bytes. */
  peak: number;
  resources: number;
}

/** A resource as it reached the engine. */
interface Made {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

class BareResource extends pulumi.CustomResource {}

/** Run as a program of its own, `manyClusters.ts <making> <count>`: makes that many clusters on Pulumi's mocks. */
async function main(making: string, clusters: number): Promise<void> {
  const properties = new Map<string, readonly string[]>();
  const pattern = making === Making.Bare ? await run(() => makeCluster("pattern", properties)) : [];
  const start = performance.now();
  let resources = 0;
  await run(
    () => {
      for (let index = 1; index <= clusters; index++) {
        if (making === Making.Bare) makeBare(`cluster${index}`, pattern, properties);
        else makeCluster(`cluster${index}`);
      }
    },
    () => resources++,
  );
  const spent: Spent = {
    milliseconds: performance.now() - start,
    peak: process.resourceUsage().maxRSS * 1024,
    resources,
  };
  process.stdout.write(`${JSON.stringify(spent)}\n`);
}

async function run(program: () => void, onResource?: () => void): Promise<Made[]> {
  const made: Made[] = [];
  await pulumi.runtime.setMocks({
    newResource({ type, name, inputs }) {
      // Whoever only counts keeps nothing.
      if (onResource === undefined) made.push({ type, name, inputs });
      else onResource();
      return { id: `${name}-id`, state: mockedState(type, name, inputs) };
    },
    call: ({ token, inputs }) => mockedAnswer(token, inputs),
  });
  program();
  await pulumi.runtime.disconnect();
  return made;
}

/** @param properties receives the names of all properties of each resource, those that only the engine fills in too */
function makeCluster(name: string, properties?: Map<string, readonly string[]>): void {
  const noting: pulumi.ResourceTransformation = ({ type, name: child, props }) => {
    properties?.set(`${type} ${child}`, Object.keys(props));
    return undefined;
  };
  new AwsAnalyticsCluster(
    name,
    {
      product: {
        profile: "apim-analytics-2.1.0",
        home: "/opt/wso2/wso2am-analytics-2.1.0",
        distribution: sampleProduct,
      },
      subnetIds: ["subnet-0a000001", "subnet-0b000002"],
      access: {
        publishers: { gateways: { securityGroupId: "sg-0a1b2c3d" } },
        console: { office: { cidr: "10.20.0.0/16" } },
        ssh: { deployer: { cidr: "10.0.9.0/24" } },
        databaseClients: { deployer: { cidr: "10.0.9.0/24" } },
      },
      // What would be warned of where it is missing.
      clustering: { groupPassword: "a-password-of-the-cluster" },
      statisticsDatabase: {
        host: "statistics.internal",
        name: "WSO2AM_STATS_DB",
        username: "statistics",
        password: "a-password-of-the-statistics",
      },
      database: { username: "wso2analytics", password: "a-password-of-the-product", tls: "encrypted" },
    },
    properties && { transformations: [noting] },
  );
}

function makeBare(
  prefix: string,
  pattern: readonly Made[],
  properties: ReadonlyMap<string, readonly string[]>,
): void {
  for (const { type, name, inputs } of pattern) {
    const unset = (properties.get(`${type} ${name}`) ?? []).map((key) => [key, undefined] as const);
    const props = { ...Object.fromEntries(unset), ...inputs };
    if (type.startsWith("pulumi-wso2-analytics:")) new pulumi.ComponentResource(type, `${prefix}-${name}`);
    else new BareResource(type, `${prefix}-${name}`, props);
  }
}

if (require.main === module) void main(process.argv[2] ?? "", Number(process.argv[3]));
