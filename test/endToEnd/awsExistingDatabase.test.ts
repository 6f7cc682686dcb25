import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createConnection, type RowDataPacket } from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AwsAnalyticsCluster } from "../../components/aws";
import { EngineStack } from "../../tools/machine/engineStack";
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSubnetsCommand,
} from "../../tools/plugins/aws/awsCommands";
import { whatThereIs } from "../../tools/rehearsal/awsView";
import type { Rehearsal } from "../../tools/rehearsal/rehearsal";
import { clusterArgs, endAwsRehearsal, startAwsRehearsal } from "./awsRehearsal";
import { expectSuccess } from "./expectSuccess";

const folder = mkdtempSync(path.join(tmpdir(), "end-to-end-aws-existing-"));
let rehearsal: Rehearsal;
let stack: EngineStack;
let securityGroupId: string;

// Volumes are mounted, in namespaces of the hosts' own.
describe.runIf(process.getuid?.() === 0)("a deployment on AWS with a MySQL that exists", () => {
  beforeAll(async () => {
    rehearsal = await startAwsRehearsal(folder);
    stack = await EngineStack.create(path.join(folder, "stack"), rehearsal.pulumiHome);
    securityGroupId = await groupOfOthers();
  }, 600_000);
  afterAll(() => endAwsRehearsal(folder, rehearsal));

  test("makes its databases there and rules in the group, and no instance of RDS", async () => {
    expectSuccess(await stack.preview(cluster()));
    expectSuccess(await stack.up(cluster()));
    const { vms, databases, groups } = await whatThereIs(rehearsal);
    expect({ vms: vms.length, databases, groups: groups.length }).toEqual({
      vms: 2,
      databases: [],
      groups: 2,
    });
    expect(await rules()).toEqual(["10.9.0.0/16", "the nodes"]);
    expect(await made()).toEqual(everything);
    const again = await stack.up(cluster());
    expect(Object.keys(again.changes)).toEqual(["same"]);
  });

  test("leaves the database and its group as they were, and what is in MySQL, when it goes", async () => {
    const refused = await stack.destroy();
    expect(refused.errors.join()).toContain("protected");
    expect(await rules()).toEqual(["10.9.0.0/16", "the nodes"]);
    expectSuccess(await stack.up(cluster(false)));
    expectSuccess(await stack.destroy());
    const { vms, groups } = await whatThereIs(rehearsal);
    expect({ vms, groups }).toEqual({ vms: [], groups: [expect.stringContaining(securityGroupId)] });
    expect(await rules()).toEqual(["10.9.0.0/16"]);
    expect(await made()).toEqual(everything);
  });
});

const everything = [
  "database WSO2_ANALYTICS_EVENT_STORE_DB",
  "database WSO2_ANALYTICS_PROCESSED_DATA_STORE_DB",
  "database regdb",
  "database userdb",
  "user wso2analytics",
];

function cluster(protect = true) {
  return () => {
    const args = clusterArgs(rehearsal);
    const { host, port, adminUser, adminPassword } = rehearsal.mysql;
    const administrator = { username: adminUser, password: adminPassword };
    const existing = { host, port, securityGroupId, administrator };
    new AwsAnalyticsCluster("analytics", { ...args, protect, database: { ...args.database, existing } });
  };
}

/** In the default VPC, with a rule of its own. */
async function groupOfOthers(): Promise<string> {
  const { ec2 } = rehearsal.dataCenter;
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const VpcId = Subnets.find(({ DefaultForAz }) => DefaultForAz)?.VpcId;
  const group = { GroupName: "shared-database", Description: "of others", VpcId };
  const { GroupId = "" } = await ec2.send(new CreateSecurityGroupCommand(group));
  const rule = { IpProtocol: "tcp", FromPort: 3306, ToPort: 3306, IpRanges: [{ CidrIp: "10.9.0.0/16" }] };
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [rule] }));
  return GroupId;
}

/** Who the group lets in. */
async function rules(): Promise<string[]> {
  const Filters = [{ Name: "group-id", Values: [securityGroupId] }];
  const found = await rehearsal.dataCenter.ec2.send(new DescribeSecurityGroupRulesCommand({ Filters }));
  return (found.SecurityGroupRules ?? [])
    .filter(({ IsEgress }) => !IsEgress)
    .map(({ CidrIpv4 }) => CidrIpv4 ?? "the nodes")
    .sort();
}

/** Of the deployment, in the MySQL that exists. */
async function made(): Promise<string[]> {
  const { host, port, adminUser, adminPassword } = rehearsal.mysql;
  const connection = await createConnection({ host, port, user: adminUser, password: adminPassword });
  try {
    const [rows] = await connection.query<RowDataPacket[]>(
      "SELECT CONCAT('database ', schema_name) AS one FROM information_schema.schemata" +
        " WHERE schema_name LIKE 'WSO2%' OR schema_name IN ('regdb', 'userdb')" +
        " UNION SELECT CONCAT('user ', User) FROM mysql.user WHERE User LIKE 'wso2%'",
    );
    return rows.map(({ one }) => String(one)).sort();
  } finally {
    await connection.end();
  }
}
