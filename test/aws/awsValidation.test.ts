import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it, vi } from "vitest";
import { AwsAnalyticsCluster, type AwsAnalyticsClusterArgs, type PeerArgs } from "../../components/aws";
import { codesIn } from "../support/problemCodes";
import { awsDescription } from "./awsDescription";
import { type Account, account, runAws } from "./awsMocks";

type Change = (args: AwsAnalyticsClusterArgs) => unknown;

/** What stops the program, and which resources of AWS were made until then. */
async function refusal(change: Change, has: Account = account): Promise<{ message: string; made: string[] }> {
  const messages: string[] = [];
  const run = await runAws(
    () => {
      try {
        new AwsAnalyticsCluster("analytics", change(awsDescription()) as AwsAnalyticsClusterArgs);
      } catch (error) {
        expect(pulumi.RunError.isInstance(error)).toBe(true);
        messages.push((error as Error).message);
      }
    },
    true,
    has,
  );
  messages.push(...run.errors.map(({ message }) => message));
  const made = run.resources
    .filter(({ type }) => !/^(pulumi|wso2-analytics):/.test(type))
    .map(({ type, name }) => `${type} ${name}`);
  return { message: messages[0] ?? "", made };
}

const database =
  (change: object): Change =>
  (args) => ({ ...args, database: { ...args.database, ...change } });
const access =
  (change: object): Change =>
  (args) => ({ ...args, access: { ...args.access, ...change } });
const publisher = (peer: PeerArgs) => access({ publishers: { gateways: peer } });
const nodes =
  (first: object, second: object = {}): Change =>
  (args) => ({ ...args, nodes: [first, second] });
const top =
  (change: object): Change =>
  (args) => ({ ...args, ...change });

/** For MySQL 5.7, which an existing database may be. */
const oldDriver = "https://files.internal/mysql-connector-java-5.1.46.jar";

const existing = (change: object, more: object = {}): Change =>
  database({
    existing: {
      host: "shared.cluster-abc123.eu-west-1.rds.amazonaws.com",
      securityGroupId: "sg-0a1b2c3d",
      administrator: { username: "admin", password: "administrator-secret" },
      ...change,
    },
    ...more,
  });

/** What is wrong, and the place and the code of the one problem. */
const table: [what: string, Change, problem: string][] = [
  ["one subnet", top({ subnetIds: ["subnet-0a000001"] }), "subnetIds WA606"],
  ["a subnet twice", top({ subnetIds: ["subnet-0a000001", "subnet-0a000001"] }), "subnetIds WA612"],
  ["no subnet id", top({ subnetIds: ["10.0.1.0/24", "subnet-0b000002"] }), "subnetIds[0] WA605"],
  [
    "a VPC without subnets",
    ({ subnetIds: _, ...args }) => ({ ...args, vpcId: "vpc-0a1b2c3d" }),
    "subnetIds WA602",
  ],
  ["no VPC id", top({ vpcId: "main" }), "vpcId WA605"],
  ["no region", top({ region: "ireland" }), "region WA605"],
  ["no range", publisher({ cidr: "10.20.0.0" }), "access.publishers.gateways.cidr WA605"],
  ["an impossible range", publisher({ cidr: "10.20.300.0/16" }), "access.publishers.gateways.cidr WA605"],
  ["too long a prefix", publisher({ cidr: "10.20.0.0/33" }), "access.publishers.gateways.cidr WA605"],
  ["an address in a range", publisher({ cidr: "10.20.1.5/16" }), "access.publishers.gateways.cidr WA605"],
  ["a wrong IPv6 range", publisher({ cidr: "2001:db8::1/48" }), "access.publishers.gateways.cidr WA605"],
  ["the world", publisher({ cidr: "0.0.0.0/0" }), "access.publishers.gateways.cidr WA801"],
  ["half the world", publisher({ cidr: "128.0.0.0/1" }), "access.publishers.gateways.cidr WA801"],
  ["the world in IPv6", publisher({ cidr: "::/0" }), "access.publishers.gateways.cidr WA801"],
  ["the world on SSH", access({ ssh: { all: { cidr: "0.0.0.0/0" } } }), "access.ssh.all.cidr WA801"],
  [
    "the world on MySQL",
    access({ databaseClients: { all: { cidr: "0.0.0.0/0" } } }),
    "access.databaseClients.all.cidr WA801",
  ],
  [
    "the world on the console",
    access({ console: { all: { cidr: "0.0.0.0/0" } } }),
    "access.console.all.cidr WA801",
  ],
  [
    "the insistence on another port",
    access({ ssh: { all: { cidr: "0.0.0.0/0" } }, dangerouslyOpenConsoleToTheWorld: true }),
    "access.ssh.all.cidr WA801",
  ],
  [
    "a peer of two kinds",
    publisher({ cidr: "10.1.0.0/16", securityGroupId: "sg-0a1b2c3d" }),
    "access.publishers.gateways WA608",
  ],
  ["a peer of none", publisher({}), "access.publishers.gateways WA608"],
  [
    "the same peer twice",
    access({ publishers: { a: { cidr: "10.1.0.0/16" }, b: { cidr: "10.1.0.0/16" } } }),
    "access.publishers.b WA612",
  ],
  [
    "a peer's name with blanks",
    access({ publishers: { "the gateways": { cidr: "10.1.0.0/16" } } }),
    "access.publishers WA605",
  ],
  ["a spelling mistake", access({ publisher: {} }), "access.publisher WA601"],
  ["an old MySQL", database({ engineVersion: "5.6.51" }), "database.engineVersion WA805"],
  ["a MySQL too new", database({ engineVersion: "9.1" }), "database.engineVersion WA805"],
  ["MySQL past its support", database({ engineVersion: "8.0.42" }), "database.engineVersion WA805"],
  [
    "a driver too old for the MySQL",
    top({
      product: { ...awsDescription().product, jdbcDriver: { file: "./mysql-connector-java-5.1.46-bin.jar" } },
    }),
    "product.jdbcDriver.file WA805",
  ],
  ["no id of a node", nodes({ nodeId: "a b" }), "nodes[0].nodeId WA605"],
  [
    "a node's id where the product is not run from here",
    top({ nodes: [{ nodeId: "7f1c3a52" }, {}], service: { manage: false } }),
    "nodes[0].nodeId WA610",
  ],
  ["no version", database({ engineVersion: "latest" }), "database.engineVersion WA605"],
  [
    "a master password with /",
    database({ masterPassword: "secret/secret" }),
    "database.masterPassword WA613",
  ],
  ["a short master password", database({ masterPassword: "secret" }), "database.masterPassword WA613"],
  [
    "a master password with a space",
    database({ masterPassword: "secret secret" }),
    "database.masterPassword WA613",
  ],
  [
    "two master passwords",
    database({ masterPassword: "secretsecret", manageMasterSecret: true }),
    "database.masterPassword WA608",
  ],
  ["no class", database({ instanceClass: "m6g.large" }), "database.instanceClass WA605"],
  ["no bundle", database({ caBundle: undefined }), "database.caBundle WA609"],
  ["less storage than there is", database({ allocatedStorage: 480 }), "database.maxAllocatedStorage WA805"],
  ["the master user for the product", database({ username: "admin" }), "database.username WA612"],
  ["an interval RDS has not", database({ monitoringSeconds: 20 }), "database.monitoringSeconds WA605"],
  ["an endpoint where one is made", database({ host: "db.internal" }), "database.host WA601"],
  ["a wrong password of the core", database({ password: "a'b" }), "database.password WA613"],
  [
    "a wrong character set",
    database({ characterSets: { eventStore: "utf8mb4" } }),
    "database.characterSets.eventStore WA605",
  ],
  ["a shared database name", database({ names: { user: "regdb" } }), "database.names.user WA612"],
  [
    "an unknown product",
    top({ product: { ...awsDescription().product, profile: "apim" } }),
    "product.profile WA607",
  ],
  [
    "a home among others",
    top({ product: { ...awsDescription().product, home: "/opt/wso2am" } }),
    "product.home WA605",
  ],
  [
    "an output for a whole part",
    top({ database: pulumi.output(awsDescription().database) }),
    "database WA604",
  ],
  ["packages that the first boot installs", top({ installPackages: true }), "installPackages WA601"],
  ["one node", top({ nodes: [{}] }), "nodes WA606"],
  ["no type", nodes({ instanceType: "large" }), "nodes[0].instanceType WA605"],
  ["one address for both", nodes({ address: "10.0.1.9" }, { address: "10.0.1.9" }), "nodes[1].address WA612"],
  ["no address", nodes({ address: "node1.internal" }), "nodes[0].address WA605"],
  [
    "one subnet for both",
    nodes({ subnetId: "subnet-0a000001" }, { subnetId: "subnet-0a000001" }),
    "nodes[1].subnetId WA612",
  ],
  [
    "two bastions",
    top({ bastion: { subnetId: "subnet-0a000003" }, ssh: { bastion: { host: "jump" } } }),
    "ssh.bastion WA608",
  ],
  [
    "a key without its pair",
    top({ ssh: { privateKey: "-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----\n" } }),
    "ssh.keyName WA609",
  ],
  ["a tag's key with a sign that RDS refuses", top({ tags: { "cost#1": "a" } }), "tags WA605"],
  ["a tag's key too long for EC2", top({ tags: { ["k".repeat(128)]: "a" } }), "tags WA606"],
  ["a tag's key of AWS's own", top({ tags: { "aws:team": "a" } }), "tags WA605"],
  ["a tag's key of RDS's own", top({ tags: { "RDS:team": "a" } }), "tags WA605"],
  ["a tag's value that IAM refuses", top({ tags: { team: "api, events" } }), "tags.team WA605"],
  ["a tag's value of AWS's own", top({ tags: { team: "rds:x" } }), "tags.team WA605"],
  ["a tag's value too long", top({ tags: { team: "a".repeat(257) } }), "tags.team WA606"],
  ["tags that IAM takes for one", top({ tags: { team: "a", Team: "b" } }), "tags WA612"],
  ["a tag that IAM takes for Name", top({ tags: { name: "a" } }), "tags WA612"],
  [
    "more tags than a resource may have",
    top({ tags: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, "v"])) }),
    "tags WA606",
  ],
  [
    "a master user too long",
    database({ masterUsername: "administrator_of_all" }),
    "database.masterUsername WA605",
  ],
  ["a master user with a hyphen", database({ masterUsername: "db-admin" }), "database.masterUsername WA605"],
  [
    "a master user that begins with a digit",
    database({ masterUsername: "1admin" }),
    "database.masterUsername WA605",
  ],
  ["a reserved word as master user", database({ masterUsername: "Table" }), "database.masterUsername WA605"],
  ["operations that RDS does not provision", database({ iops: 12000 }), "database.iops WA805"],
  [
    "throughput that RDS does not provision",
    database({ storageThroughput: 500 }),
    "database.storageThroughput WA805",
  ],
  [
    "too few operations for the throughput",
    database({ allocatedStorage: 400, storageThroughput: 4000 }),
    "database.storageThroughput WA805",
  ],
  [
    "operations below what stripes have",
    database({ allocatedStorage: 400, iops: 3000 }),
    "database.iops WA606",
  ],
  [
    "a major upgrade in the window",
    database({ allowMajorVersionUpgrade: true }),
    "database.allowMajorVersionUpgrade WA609",
  ],
  ["no snapshot of RDS", database({ snapshotIdentifier: "a snapshot" }), "database.snapshotIdentifier WA605"],
  [
    "no snapshot of a volume",
    nodes({ dataVolumeSnapshotId: "vol-0a1b2c3d" }),
    "nodes[0].dataVolumeSnapshotId WA605",
  ],
  [
    "a retention that CloudWatch lacks",
    database({ logRetentionDays: 10 }),
    "database.logRetentionDays WA605",
  ],
  ["no backup window", database({ backupWindow: "2-3" }), "database.backupWindow WA605"],
  [
    "a maintenance window in capitals",
    database({ maintenanceWindow: "Sun:03:30-Sun:04:30" }),
    "database.maintenanceWindow WA605",
  ],
  ["a short window", database({ backupWindow: "23:50-00:10" }), "database.backupWindow WA606"],
  [
    "windows that meet",
    database({ backupWindow: "02:00-03:00", maintenanceWindow: "tue:02:30-tue:04:00" }),
    "database.maintenanceWindow WA805",
  ],
  [
    "windows that meet at the end of the week",
    database({ backupWindow: "23:45-00:45", maintenanceWindow: "sun:00:15-sun:01:15" }),
    "database.maintenanceWindow WA805",
  ],
  ["an alias as the key of the volumes", top({ volumeKmsKeyId: "alias/volumes" }), "volumeKmsKeyId WA605"],
  [
    "the same IPv6 range in two spellings",
    access({ console: { a: { cidr: "2001:db8::/48" }, b: { cidr: "2001:DB8:0:0::/48" } } }),
    "access.console.b WA612",
  ],
  [
    "the nodes' own group as a peer",
    access({
      nodesSecurityGroupId: "sg-0a1b2c3d",
      databaseClients: { nodes: { securityGroupId: "sg-0a1b2c3d" } },
      publishers: {},
    }),
    "access.databaseClients.nodes.securityGroupId WA612",
  ],
  ...(
    [
      ["engineVersion", "8.4"],
      ["instanceClass", "db.m6g.large"],
      ["allocatedStorage", 100],
      ["maxAllocatedStorage", 500],
      ["iops", 12000],
      ["storageThroughput", 500],
      ["multiAz", false],
      ["backupRetentionDays", 7],
      ["backupWindow", "02:00-03:00"],
      ["maintenanceWindow", "sun:03:30-sun:04:30"],
      ["allowMajorVersionUpgrade", true],
      ["applyImmediately", true],
      ["maxConnections", 600],
      ["masterUsername", "admin"],
      ["masterPassword", "secretsecret"],
      ["manageMasterSecret", true],
      ["extendedSupport", true],
      ["logRetentionDays", pulumi.output(30)],
      ["performanceInsights", true],
      ["monitoringSeconds", 60],
      ["kmsKeyId", "arn:aws:kms:eu-west-1:1:key/1"],
      ["snapshotIdentifier", "analytics-final"],
      ["subnetIds", ["subnet-0a000001", "subnet-0b000002"]],
    ] as const
  ).map(([key, value]): (typeof table)[number] => [
    `${key} for a database that exists`,
    existing({}, { [key]: value }),
    `database.${key} WA610`,
  ]),
  [
    "a group for a database that has one",
    (args) => access({ databaseSecurityGroupId: "sg-0a1b2c3d" })(existing({})(args) as typeof args),
    "access.databaseSecurityGroupId WA608",
  ],
  [
    "a way to a database that nothing is made in",
    existing({ administrator: undefined }, { administrator: { proxy: "socks5h://127.0.0.1:1080" } }),
    "database.administrator WA610",
  ],
  [
    "an existing database without its group",
    existing({ securityGroupId: undefined }),
    "database.existing.securityGroupId WA602",
  ],
  ["an existing database without its host", existing({ host: undefined }), "database.existing.host WA602"],
  [
    "an administrator without a password",
    existing({ administrator: { username: "admin" } }),
    "database.existing.administrator.password WA602",
  ],
  ["an endpoint with its port", existing({ host: "db.internal:3306" }), "database.existing.host WA605"],
  [
    "a URL as endpoint",
    existing({ host: "jdbc:mysql://db.internal:3306/userdb" }),
    "database.existing.host WA605",
  ],
  [
    "the ARN as endpoint",
    existing({ host: "arn:aws:rds:eu-west-1:1:db:shared" }),
    "database.existing.host WA605",
  ],
  [
    "a reader of Aurora",
    existing({ host: "shared.cluster-ro-abc123.eu-west-1.rds.amazonaws.com" }),
    "database.existing.host WA805",
  ],
  [
    "a custom endpoint of Aurora",
    existing({ host: "reports.cluster-custom-abc123.eu-west-1.rds.amazonaws.com" }),
    "database.existing.host WA805",
  ],
  [
    "an RDS Proxy that would not let the users in",
    existing({ host: "shared.proxy-abc123.eu-west-1.rds.amazonaws.com" }),
    "database.existing.host WA805",
  ],
  ["this machine as database", existing({ host: "127.0.0.1" }), "database.existing.host WA614"],
  [
    "the administrator of an existing database for the product",
    existing({}, { username: "admin" }),
    "database.username WA612",
  ],
  ["an existing database without a bundle", existing({}, { caBundle: undefined }), "database.caBundle WA609"],
  ["an image that is none", nodes({ image: "al2023" }), "nodes[0].image WA605"],
];

/** What only the account can tell. */
const lookedUp: [what: string, Change, problem: string, Account?][] = [
  ["subnets in one zone", top({ subnetIds: ["subnet-0a000001", "subnet-0a000003"] }), "subnetIds WA802"],
  ["subnets of two networks", top({ subnetIds: ["subnet-0a000001", "subnet-0c00000f"] }), "subnetIds WA802"],
  ["a bastion elsewhere", top({ bastion: { subnetId: "subnet-0c00000f" } }), "subnetIds WA802"],
  [
    "a group of another network",
    access({ nodesSecurityGroupId: "sg-0f000000" }),
    "access.nodesSecurityGroupId WA802",
  ],
  [
    "an existing database of another network",
    existing({ securityGroupId: "sg-0f000000" }),
    "database.existing.securityGroupId WA802",
  ],
  [
    "a database in one zone",
    database({ subnetIds: ["subnet-0a000001", "subnet-0a000003"] }),
    "database.subnetIds WA802",
  ],
  ["a class without MySQL", database({ instanceClass: "db.z9.large" }), "database.instanceClass WA803"],
  ["an ARM type", nodes({ instanceType: "m7g.large" }), "nodes[0].instanceType WA803"],
  ["a type that is not offered", nodes({}, { instanceType: "m99.large" }), "nodes[1].instanceType WA803"],
  [
    "a type of an older generation",
    top({ bastion: { subnetId: "subnet-0a000003", instanceType: "m4.large" } }),
    "bastion.instanceType WA803",
  ],
  [
    "a type that is offered in another zone",
    nodes({ instanceType: "m8i.large" }),
    "nodes[0].instanceType WA803",
  ],
  [
    "a class that is offered in one zone",
    database({ instanceClass: "db.x2g.large" }),
    "database.instanceClass WA803",
  ],
  ["a class without that version", database({ engineVersion: "8.4.99" }), "database.instanceClass WA803"],
  [
    "performance insights on a small class",
    database({ instanceClass: "db.t4g.micro", performanceInsights: true }),
    "database.performanceInsights WA803",
  ],
  [
    "a region with one zone",
    ({ subnetIds: _, ...args }) => ({ ...args, region: "eu-west-1" }),
    "subnetIds WA802",
    { ...account, defaultSubnets: ["subnet-0d000001"] },
  ],
  [
    "an address of Subversion that is an output and repeats a rule of packages",
    top({ deploymentSynchronizer: { svnUrl: pulumi.output("https://svn.internal/analytics") } }),
    "deploymentSynchronizer.svnUrl WA612",
  ],
  ["a bundle that is missing", database({ caBundle: "./nowhere.pem" }), "database.caBundle WA701"],
  ["a bundle that is none", database({ caBundle: __filename }), "database.caBundle WA703"],
];

/** What only the files of this machine can tell. */
const read: [what: string, Change, problem: string][] = [
  [
    "a distribution that is missing",
    top({ product: { ...awsDescription().product, distribution: "/nowhere.zip" } }),
    "product.distribution WA701",
  ],
  [
    "a C-App that is missing",
    top({ carbonApps: { files: ["/nowhere/alerts.car"] } }),
    "carbonApps.files[0] WA701",
  ],
  [
    "an override without a place",
    top({ overrides: [{ file: "repository/conf/carbon.xml", path: "/Server/Nope", value: "1" }] }),
    "repository/conf/carbon.xml /Server/Nope WA616",
  ],
  [
    "a further script that is missing",
    database({ schema: { furtherScripts: [{ path: "dbscripts/nope.sql", database: "user" }] } }),
    "dbscripts/nope.sql WA706",
  ],
];

describe("wrong input to AwsAnalyticsCluster", () => {
  it.each(table)("is refused before anything is registered: %s", async (_, change, problem) => {
    const { message, made } = await refusal(change);
    const [title, ...lines] = message.split("\n");
    expect(title).toBe("analytics: 1 problem, nothing was changed");
    expect(codesIn(lines)).toEqual([problem]);
    expect(made).toEqual([]);
  });

  it.each(lookedUp)("is refused before anything of it is made: %s", async (_, change, problem, has) => {
    const { message, made } = await refusal(change, has);
    const [title, ...lines] = message.split("\n");
    expect(title).toBe("analytics: 1 problem, nothing was changed");
    expect(codesIn(lines)).toEqual([problem]);
    expect(made).toEqual([]);
  });

  it.each(read)("is refused before anything of it is made: %s", async (_, change, problem) => {
    const { message, made } = await refusal(change);
    const [title, ...lines] = message.split("\n");
    expect(title).toBe("analytics: 1 problem, nothing was changed");
    expect(codesIn(lines)).toEqual([problem]);
    expect(made).toEqual([]);
  });

  it("as an older CLI is, is refused before anything of it is made", async () => {
    // The mocks have no CLI that could be asked.
    const asked = vi
      .spyOn(pulumi, "requirePulumiVersion")
      .mockRejectedValue({ code: 2, details: "it is 3.217" });
    try {
      const { message, made } = await refusal((args) => args);
      expect(message).toMatch(
        /^analytics(-cluster)?: the Pulumi CLI 3\.218\.0 or newer is needed \(it is 3\.217\); /,
      );
      expect(made).toEqual([]);
    } finally {
      asked.mockRestore();
    }
  });

  it("is told all at once, the core's and AWS's", async () => {
    const { message } = await refusal((args) => ({
      ...args,
      subnetIds: ["subnet-0a000001"],
      access: { publishers: { all: { cidr: "0.0.0.0/0" } } },
      clustering: { failureDetectionSeconds: 1 },
      database: { ...args.database, engineVersion: "5.6", username: "a'b", masterPassword: "secret/secret" },
    }));
    expect(codesIn(message.split("\n").slice(1)).toSorted()).toEqual(
      [
        "clustering.failureDetectionSeconds WA606",
        "database",
        "  username WA605",
        "  engineVersion WA805",
        "  masterPassword WA613",
        "subnetIds WA606",
        "access.publishers.all.cidr WA801",
      ].toSorted(),
    );
    expect(message).not.toContain("secret/secret");
  });

  it("is told all at once of what is looked up", async () => {
    const { message } = await refusal((args) => ({
      ...args,
      subnetIds: ["subnet-0a000001", "subnet-0a000003"],
      access: { databaseSecurityGroupId: "sg-0f000000" },
      database: { ...args.database, instanceClass: "db.z9.large", caBundle: "./nowhere.pem" },
    }));
    expect(message).toMatch(/^analytics: 4 problems/);
  });

  it("leaves alone what is right: the console to the world on request, old MySQL with extended support, quotes", async () => {
    for (const change of [
      access({ console: { all: { cidr: "0.0.0.0/0" } }, dangerouslyOpenConsoleToTheWorld: true }),
      access({ publishers: { six: { cidr: "2001:db8::/48" }, one: { cidr: "203.0.113.9/32" } } }),
      database({ engineVersion: "5.7", extendedSupport: true }),
      nodes({ nodeId: "7f1c3a52-7a4e-4b0e-9a63-2f6f0a3b8f11" }),
      database({ masterPassword: "secret'\\secret" }),
      nodes({ instanceType: "m7g.large", image: "ami-0fffffff" }),
      top({ tags: { Name: "all of it", "Kosten:Übung": "a:b/c=d+e-f@g_h.i", empty: "" } }),
      database({ masterUsername: "root" }),
      database({ instanceClass: "db.x2g.large", multiAz: false }),
      nodes({}, { instanceType: "m8i.large" }),
      database({ allocatedStorage: 454 }),
      database({ allocatedStorage: 400, iops: 16000, storageThroughput: 4000 }),
      database({ backupWindow: "02:00-03:00", maintenanceWindow: "sun:03:00-sun:04:30" }),
      database({ allowMajorVersionUpgrade: true, applyImmediately: true }),
      existing({}, { administrator: { proxy: "socks5h://127.0.0.1:1080" } }),
      existing({ administrator: undefined, host: "shared.proxy-abc123.eu-west-1.rds.amazonaws.com" }),
      existing({}, { tls: "encrypted", caBundle: undefined }),
      (args: AwsAnalyticsClusterArgs) => ({
        ...(existing({})(args) as object),
        product: { ...args.product, jdbcDriver: { url: oldDriver, sha256: "b".repeat(64) } },
      }),
    ]) {
      expect((await refusal(change)).message).toBe("");
    }
  });
});
