import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CreateSecurityGroupCommand, DescribeSubnetsCommand } from "../../tools/plugins/aws/awsCommands";
import type { Rehearsal } from "../../tools/rehearsal/rehearsal";
import { sampleProductFolder } from "../support/sampleProduct";
import { endAwsRehearsal, startAwsRehearsal } from "./awsRehearsal";
import { ExamplePrograms } from "./examplePrograms";

const folder = mkdtempSync(path.join(tmpdir(), "end-to-end-aws-examples-"));
const values = {
  distribution: sampleProductFolder,
  caBundle: path.resolve(__dirname, "../../test/aws/certificates.pem"),
};
let rehearsal: Rehearsal;
let examples: ExamplePrograms;
let vpcId = "";
let subnets: string[] = [];

// Volumes are mounted, in namespaces of the hosts' own.
describe.runIf(process.getuid?.() === 0)("each example on AWS previews:", () => {
  beforeAll(async () => {
    rehearsal = await startAwsRehearsal(folder);
    examples = new ExamplePrograms(path.join(folder, "stacks"), rehearsal.pulumiHome);
    const { Subnets = [] } = await rehearsal.dataCenter.ec2.send(new DescribeSubnetsCommand({}));
    const found = Subnets.filter(({ DefaultForAz }) => DefaultForAz);
    vpcId = found[0]?.VpcId ?? "";
    subnets = found.map(({ SubnetId = "" }) => SubnetId);
  }, 600_000);
  afterAll(() => endAwsRehearsal(folder, rehearsal));

  it("aws", async () => {
    const [gateways, portals, mysql] = [
      await group("gateways"),
      await group("portals"),
      await group("mysql"),
    ];
    const { changes, output } = await examples.preview("aws", {
      values,
      secrets: ["databasePassword", "schemaPassword", "groupPassword", "statisticsPassword", "privateKey"],
      stacks: {
        networkStack: {
          vpcId,
          privateSubnetA: subnets[0],
          privateSubnetB: subnets[1],
          publicSubnetA: subnets[2],
        },
        apiManagerStack: {
          gatewaysSecurityGroupId: gateways,
          portalsSecurityGroupId: portals,
          mysqlHost: "mysql.invalid",
          mysqlSecurityGroupId: mysql,
        },
      },
    });
    expect(changes.create, output).toBeGreaterThan(40);
  });

  it("aws-existing-database", async () => {
    const { changes, output } = await examples.preview("aws-existing-database", {
      values: {
        ...values,
        subnetIds: subnets.slice(0, 2),
        database: { host: "mysql.invalid", securityGroupId: await group("shared-database") },
      },
      secrets: ["databasePassword", "mysqlPassword", "groupPassword"],
    });
    expect(changes.create, output).toBeGreaterThan(40);
  });
});

async function group(GroupName: string): Promise<string> {
  const made = new CreateSecurityGroupCommand({ GroupName, Description: "of others", VpcId: vpcId });
  return (await rehearsal.dataCenter.ec2.send(made)).GroupId ?? "";
}
