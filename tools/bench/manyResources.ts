import * as path from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { AwsAnalyticsCluster, type AwsAnalyticsClusterArgs } from "../../components/aws";

const sampleProduct = path.join(__dirname, "..", "sample-product");
const zones: Readonly<Record<string, string>> = {
  "subnet-0a000001": "eu-west-1a",
  "subnet-0b000002": "eu-west-1b",
};
const vpcId = "vpc-0a1b2c3d";

/**
 * A program of its own, under mocks: `manyResources.ts clusters 100` makes so many deployments, `rules 9200` so many bare
 * security group rules. Prints what it took, as JSON.
 */
void main(process.argv[2] ?? "", Number(process.argv[3]));

async function main(kind: string, count: number): Promise<void> {
  const start = performance.now();
  let resources = 0;
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, id }) => {
        resources++;
        return { id: id || `${name}-id`, state: { ...inputs, ...made(type, name, inputs) } };
      },
      call: ({ token, inputs }) => ({ ...inputs, ...answer(token, inputs) }),
    },
    "bench",
    "bench",
    false,
  );
  for (let index = 1; index <= count; index++) {
    if (kind === "clusters") new AwsAnalyticsCluster(`cluster${index}`, args());
    else rule(`rule${index}`);
  }
  await pulumi.runtime.disconnect();
  const milliseconds = performance.now() - start;
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(JSON.stringify({ resources, milliseconds, peakMegabytes }));
}

function args(): AwsAnalyticsClusterArgs {
  return {
    product: { profile: "apim-analytics-2.1.0", home: "/opt/wso2/analytics", distribution: sampleProduct },
    subnetIds: Object.keys(zones),
    access: {
      publishers: { gateways: { securityGroupId: "sg-0a1b2c3d" } },
      console: { office: { cidr: "10.20.0.0/16" } },
      ssh: { deployer: { cidr: "10.0.9.0/24" } },
      databaseClients: { deployer: { cidr: "10.0.9.0/24" } },
    },
    clustering: { groupPassword: "a-password-of-the-cluster" },
    statisticsDatabase: {
      host: "stats.internal",
      name: "WSO2AM_STATS_DB",
      username: "stats",
      password: "another-password",
    },
    database: { username: "wso2analytics", password: "a-password", tls: "off" },
  };
}

function rule(name: string): void {
  new aws.vpc.SecurityGroupIngressRule(name, {
    securityGroupId: "sg-0a1b2c3d",
    ipProtocol: "tcp",
    fromPort: 11225,
    toPort: 11225,
    cidrIpv4: "10.0.0.0/16",
  });
}

/** What the engine adds to the inputs of a resource. */
function made(type: string, name: string, inputs: Record<string, unknown>): Record<string, unknown> {
  switch (type) {
    case "pulumi:index:Stash":
      return { output: inputs.input };
    case "command:remote:Command":
      return { stdout: "version=8.4.6\nmax_connections=600\n" };
    case "aws:ec2/networkInterface:NetworkInterface":
      return { privateIp: name.includes("vm1") ? "10.0.1.10" : "10.0.2.10" };
    case "aws:ec2/keyPair:KeyPair":
      return { keyName: name };
    case "aws:rds/instance:Instance":
      return { address: "mysql.internal", port: 3306 };
    default:
      return { name: inputs.name ?? name, arn: `arn:aws:iam::1:${name}` };
  }
}

/** What AWS answers a look-up. */
function answer(token: string, inputs: Record<string, unknown>): Record<string, unknown> {
  switch (token.split(":").at(-1)) {
    case "getVpc":
      return { id: vpcId, cidrBlock: "10.0.0.0/16" };
    case "getSubnet":
      return { vpcId, availabilityZone: zones[String(inputs.id)] };
    case "getParameter":
      return { value: "ami-0123456789abcdef0" };
    default:
      return {};
  }
}
