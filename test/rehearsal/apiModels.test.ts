import { beforeAll, describe, expect, it } from "vitest";
import { AwsAnalyticsCluster, type AwsAnalyticsClusterArgs } from "../../components/aws";
import { IntraClusterRules } from "../../components/aws/rules/ruleTable";
import { apiModelsFolder, provideMoto } from "../../tools/machine/motoServer";
import { ApiModel } from "../../tools/plugins/aws/model/apiModel";
import { requestProblems } from "../../tools/plugins/aws/model/requestProblems";
import { awsDescription } from "../aws/awsDescription";
import { runAws } from "../aws/awsMocks";
import { type RecordedRequest, recordedRequests } from "./recordedRequests";

type Args = AwsAnalyticsClusterArgs;

let models: Record<RecordedRequest["service"], ApiModel>;

beforeAll(async () => {
  await provideMoto(() => undefined);
  const model = (service: string) => new ApiModel(apiModelsFolder(), service);
  models = {
    ec2: model("ec2"),
    iam: model("iam"),
    logs: model("logs"),
    rds: model("rds"),
    secretsmanager: model("secretsmanager"),
    ssm: model("ssm"),
  };
}, 600_000);

const everyPeer: Args["access"] = {
  publishers: { list: { prefixListId: "pl-0a1b2c3d" }, group: { securityGroupId: "sg-0a1b2c3d" } },
  console: { six: { cidr: "2001:db8::/48" }, four: { cidr: "10.20.0.0/16" } },
  ssh: { deployer: { cidr: "10.0.9.0/24" } },
  databaseClients: { deployer: { cidr: "10.0.9.0/24" } },
};

const variants: Record<string, (args: Args) => Args> = {
  smallest: (args) => args,
  everything: (args) => ({
    ...args,
    tags: { "cost centre": "a:b/c=d+e-f@g_h.i", Übung: "ja" },
    bastion: { subnetId: "subnet-0a000003" },
    nodes: [{ publicAddress: true, address: "10.0.1.77", image: "ami-0fffffff" }, { publicAddress: true }],
    access: everyPeer,
    deploymentSynchronizer: { svnUrl: "svn://svn.internal/analytics" },
    database: {
      ...args.database,
      monitoringSeconds: 60,
      manageMasterSecret: true,
      engineVersion: "8.4.6",
      backupWindow: "02:00-03:00",
      maintenanceWindow: "sun:03:30-sun:04:30",
      masterUsername: "master_16_signs_",
    },
  }),
  "every port between the nodes": (args) => ({
    ...args,
    access: { ...everyPeer, intraCluster: IntraClusterRules.All },
  }),
};

const names = [
  "Prod",
  "My_Analytics",
  "9lives",
  "sg-analytics",
  "übung(größer)分析",
  "analytics-of-the-department-of-long-names-and-longer-titles-x",
];

async function requestsOf(name: string, change: (args: Args) => Args): Promise<RecordedRequest[]> {
  const { resources, errors } = await runAws(() => {
    new AwsAnalyticsCluster(name, change(awsDescription()));
  });
  expect(errors.map(({ message }) => message)).toEqual([]);
  const ofAws = resources.filter(({ type }) => type.startsWith("aws:"));
  return (await Promise.all(ofAws.map(recordedRequests))).flat();
}

const problemsOf = (requests: RecordedRequest[]): string[] =>
  requests.flatMap(({ resource, service, operation, input }) =>
    requestProblems(models[service], operation, input).map((problem) => `${resource}: ${problem}`),
  );

describe("every request that a deployment makes", () => {
  it.each(Object.keys(variants))("is one that AWS's own models accept: %s", async (variant) => {
    const requests = await requestsOf("analytics", variants[variant] ?? ((args) => args));
    expect(requests.length).toBeGreaterThan(40);
    expect(problemsOf(requests)).toEqual([]);
  });

  it.each(names)("is one that AWS's own models accept, for a component called %s", async (name) => {
    const requests = await requestsOf(name, variants.everything ?? ((args) => args));
    expect(problemsOf(requests)).toEqual([]);
  });
});

describe("AWS's own models", () => {
  const database = { DBInstanceIdentifier: "a", DBInstanceClass: "db.m6g.large", Engine: "mysql" };
  const rule = (kind: object) => ({ IpPermissions: [kind] });
  const refused: [RecordedRequest["service"], string, object, string][] = [
    ["rds", "CreateDBInstance", { ...database, DBInstanceIdentifier: "Prod" }, "lowercase"],
    ["rds", "CreateDBInstance", { ...database, DBInstanceIdentifier: "9lives" }, "must be a letter"],
    ["rds", "CreateDBInstance", { ...database, DBInstanceIdentifier: "a--b" }, "two consecutive hyphens"],
    ["rds", "CreateDBInstance", { ...database, DBInstanceIdentifier: "a".repeat(64) }, "1 to 63"],
    ["rds", "CreateDBInstance", { ...database, MasterUsername: "a".repeat(17) }, "1 to 16"],
    ["rds", "CreateDBInstance", { ...database, MasterUserPassword: "short" }, "from 8 to 41"],
    ["rds", "CreateDBInstance", { ...database, BackupRetentionPeriod: 36 }, "0 to 35"],
    ["rds", "CreateDBInstance", { ...database, PreferredBackupWindow: "2-3" }, "hh24:mi-hh24:mi"],
    ["rds", "CreateDBInstance", { ...database, Tags: [{ Key: "rds:a", Value: "" }] }, "prefixed"],
    ["rds", "CreateDBInstance", { ...database, Tags: [{ Key: "a", Value: "#" }] }, "Java regex"],
    ["rds", "CreateDBInstance", { ...database, Unheard: 1 }, "Unheard is not known"],
    [
      "rds",
      "CreateDBInstance",
      { ...database, DBInstanceIdentifier: undefined },
      "DBInstanceIdentifier is missing",
    ],
    ["rds", "DeleteDBInstance", { DBInstanceIdentifier: "a", FinalDBSnapshotIdentifier: "a_b" }, "1 to 255"],
    ["ec2", "CreateSecurityGroup", { GroupName: "sg-a", Description: "a" }, "start with sg-"],
    ["ec2", "CreateSecurityGroup", { GroupName: "a", Description: "it's" }, "Valid characters"],
    [
      "ec2",
      "AuthorizeSecurityGroupEgress",
      { GroupId: "a", ...rule({ IpRanges: [{ Description: "ü" }] }) },
      "Allowed",
    ],
    ["ec2", "CreateTags", { Resources: ["a"], Tags: [{ Key: "a".repeat(128), Value: "" }] }, "of 127"],
    ["iam", "CreateRole", { RoleName: "a b", AssumeRolePolicyDocument: "{}" }, "does not match"],
    ["iam", "CreateRole", { RoleName: "a".repeat(65), AssumeRolePolicyDocument: "{}" }, "not 1 to 64"],
  ];

  it.each(refused)("refuse what %s refuses of %s: %j", (service, operation, input, words) => {
    const problems = requestProblems(models[service], operation, input);
    expect(problems).toEqual([expect.stringContaining(words)]);
  });
});
