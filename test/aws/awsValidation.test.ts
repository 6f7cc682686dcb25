import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it, vi } from "vitest";
import { AwsAnalyticsCluster, type AwsAnalyticsClusterArgs, type PeerArgs } from "../../components/aws";
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

/** What is wrong, and what the one line about it says: place, problem, remedy. */
const table: [what: string, Change, RegExp][] = [
  [
    "one subnet",
    top({ subnetIds: ["subnet-0a000001"] }),
    /^subnetIds: has 1 of at least 2 subnets; give two/,
  ],
  [
    "a subnet twice",
    top({ subnetIds: ["subnet-0a000001", "subnet-0a000001"] }),
    /^subnetIds: .* is given twice; /,
  ],
  [
    "no subnet id",
    top({ subnetIds: ["10.0.1.0/24", "subnet-0b000002"] }),
    /^subnetIds\[0\]: "10.0.1.0\/24" is no id of AWS; give one like subnet-/,
  ],
  [
    "a VPC without subnets",
    ({ subnetIds: _, ...args }) => ({ ...args, vpcId: "vpc-0a1b2c3d" }),
    /^subnetIds: is missing, /,
  ],
  ["no VPC id", top({ vpcId: "main" }), /^vpcId: "main" is no id/],
  ["no region", top({ region: "ireland" }), /^region: "ireland" is no region; give one like eu-west-1/],
  [
    "no range",
    publisher({ cidr: "10.20.0.0" }),
    /^access\.publishers\.gateways\.cidr: "10.20.0.0" is no range; /,
  ],
  [
    "an impossible range",
    publisher({ cidr: "10.20.300.0/16" }),
    /^access\.publishers\.gateways\.cidr: .* is no range/,
  ],
  ["too long a prefix", publisher({ cidr: "10.20.0.0/33" }), /cidr: "10.20.0.0\/33" is no range/],
  [
    "an address in a range",
    publisher({ cidr: "10.20.1.5/16" }),
    /cidr: .* names an address in the range; put 0/,
  ],
  ["a wrong IPv6 range", publisher({ cidr: "2001:db8::1/48" }), /cidr: .* names an address in the range/],
  [
    "the world",
    publisher({ cidr: "0.0.0.0/0" }),
    /gateways\.cidr: 0\.0\.0\.0\/0 is open to the world; give the ranges/,
  ],
  ["half the world", publisher({ cidr: "128.0.0.0/1" }), /128\.0\.0\.0\/1 is open to the world/],
  ["the world in IPv6", publisher({ cidr: "::/0" }), /::\/0 is open to the world/],
  [
    "the world on SSH",
    access({ ssh: { all: { cidr: "0.0.0.0/0" } } }),
    /^access\.ssh\.all\.cidr: .* open to the world/,
  ],
  [
    "the world on MySQL",
    access({ databaseClients: { all: { cidr: "0.0.0.0/0" } } }),
    /^access\.databaseClients\.all\.cidr: /,
  ],
  [
    "the world on the console",
    access({ console: { all: { cidr: "0.0.0.0/0" } } }),
    /dangerouslyOpenConsoleToTheWorld is the way to insist$/,
  ],
  [
    "the insistence on another port",
    access({ ssh: { all: { cidr: "0.0.0.0/0" } }, dangerouslyOpenConsoleToTheWorld: true }),
    /^access\.ssh\.all\.cidr: /,
  ],
  [
    "a peer of two kinds",
    publisher({ cidr: "10.1.0.0/16", securityGroupId: "sg-0a1b2c3d" }),
    /gateways: has 2 of cidr, securityGroupId and prefixListId; give exactly one/,
  ],
  ["a peer of none", publisher({}), /gateways: has 0 of cidr/],
  [
    "the same peer twice",
    access({ publishers: { a: { cidr: "10.1.0.0/16" }, b: { cidr: "10.1.0.0/16" } } }),
    /publishers\.b: 10\.1\.0\.0\/16 is access\.publishers\.a too, and AWS takes a rule once; leave one out/,
  ],
  [
    "a peer's name with blanks",
    access({ publishers: { "the gateways": { cidr: "10.1.0.0/16" } } }),
    /^access\.publishers: the\.\.\. is no name for a peer/,
  ],
  [
    "a spelling mistake",
    access({ publisher: {} }),
    /^access\.publisher: is no argument; did you mean publishers\?/,
  ],
  [
    "an old MySQL",
    database({ engineVersion: "5.6.51" }),
    /^database\.engineVersion: MySQL 5\.6\.51 is not one that .* Connector\/J 5\.1\.49 .*; give 8\.4/,
  ],
  ["a MySQL too new", database({ engineVersion: "9.1" }), /^database\.engineVersion: MySQL 9\.1 is not one/],
  [
    "MySQL past its support",
    database({ engineVersion: "8.0.42" }),
    /^database\.engineVersion: .* past its standard support on RDS; give 8\.4, or set extendedSupport/,
  ],
  [
    "a driver too old for the MySQL",
    top({
      product: { ...awsDescription().product, jdbcDriver: { file: "./mysql-connector-java-5.1.46-bin.jar" } },
    }),
    /^product\.jdbcDriver\.file: Connector\/J 5\.1\.46 does not work with MySQL 8; give 5\.1\.47 or later/,
  ],
  ["no id of a node", nodes({ nodeId: "a b" }), /^nodes\[0\]\.nodeId: "a b" is no id of a node/],
  [
    "a node's id where the product is not run from here",
    top({ nodes: [{ nodeId: "7f1c3a52" }, {}], service: { manage: false } }),
    /^nodes\[0\]\.nodeId: has no effect with service\.manage false/,
  ],
  ["no version", database({ engineVersion: "latest" }), /^database\.engineVersion: "latest" is no version/],
  [
    "a master password with /",
    database({ masterPassword: "secret/secret" }),
    /^database\.masterPassword: has \/ @ "/,
  ],
  [
    "a short master password",
    database({ masterPassword: "secret" }),
    /^database\.masterPassword: has 6 characters; give 8 to 41/,
  ],
  [
    "a master password with a space",
    database({ masterPassword: "secret secret" }),
    /^database\.masterPassword: has \/ @ " or/,
  ],
  [
    "two master passwords",
    database({ masterPassword: "secretsecret", manageMasterSecret: true }),
    /^database\.masterPassword: is given with manageMasterSecret/,
  ],
  [
    "no class",
    database({ instanceClass: "m6g.large" }),
    /^database\.instanceClass: "m6g.large" is no class of RDS/,
  ],
  [
    "no bundle",
    database({ caBundle: undefined }),
    /^database\.caBundle: is missing, .*truststore\.pki\.rds\.amazonaws\.com/,
  ],
  [
    "less storage than there is",
    database({ allocatedStorage: 480 }),
    /^database\.maxAllocatedStorage: 500 is not a tenth more than allocatedStorage 480, .*; give 528 or more/,
  ],
  [
    "the master user for the product",
    database({ username: "admin" }),
    /^database\.username: admin is the master user/,
  ],
  [
    "an interval RDS has not",
    database({ monitoringSeconds: 20 }),
    /^database\.monitoringSeconds: 20 is no interval/,
  ],
  ["an endpoint where one is made", database({ host: "db.internal" }), /^database\.host: is no argument/],
  ["a wrong password of the core", database({ password: "a'b" }), /^database\.password: has '/],
  [
    "a wrong character set",
    database({ characterSets: { eventStore: "utf8mb4" } }),
    /^database\.characterSets\.eventStore: /,
  ],
  [
    "a shared database name",
    database({ names: { user: "regdb" } }),
    /^database\.names\.user: regdb is database\.names\.registry too/,
  ],
  [
    "an unknown product",
    top({ product: { ...awsDescription().product, profile: "apim" } }),
    /^product\.profile: "apim" is not known/,
  ],
  [
    "a home among others",
    top({ product: { ...awsDescription().product, home: "/opt/wso2am" } }),
    /^product\.home: \/opt holds more .*; give a folder of its own, such as \/opt\/wso2\/wso2am$/,
  ],
  [
    "an output for a whole part",
    top({ database: pulumi.output(awsDescription().database) }),
    /^database: is an output or a resource as a whole; give what it holds at its own places/,
  ],
  [
    "packages that the first boot installs",
    top({ installPackages: true }),
    /^installPackages: is no argument/,
  ],
  ["one node", top({ nodes: [{}] }), /^nodes: has 1 of the 2 nodes/],
  ["no type", nodes({ instanceType: "large" }), /^nodes\[0\]\.instanceType: "large" is no EC2 type/],
  [
    "one address for both",
    nodes({ address: "10.0.1.9" }, { address: "10.0.1.9" }),
    /^nodes\[1\]\.address: 10\.0\.1\.9 is the first node's too/,
  ],
  ["no address", nodes({ address: "node1.internal" }), /^nodes\[0\]\.address: .* is no IPv4 address/],
  [
    "one subnet for both",
    nodes({ subnetId: "subnet-0a000001" }, { subnetId: "subnet-0a000001" }),
    /^nodes\[1\]\.subnetId: /,
  ],
  [
    "two bastions",
    top({ bastion: { subnetId: "subnet-0a000003" }, ssh: { bastion: { host: "jump" } } }),
    /^ssh\.bastion: is given with bastion/,
  ],
  [
    "a key without its pair",
    top({ ssh: { privateKey: "-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----\n" } }),
    /^ssh\.keyName: is missing/,
  ],
  [
    "a tag's key with a sign that RDS refuses",
    top({ tags: { "cost#1": "a" } }),
    /^tags: cost\.\.\. is a key that RDS and IAM refuse; give letters/,
  ],
  [
    "a tag's key too long for EC2",
    top({ tags: { ["k".repeat(128)]: "a" } }),
    /^tags: k+ is a key of 128 characters; give 1 to 127/,
  ],
  ["a tag's key of AWS's own", top({ tags: { "aws:team": "a" } }), /^tags: aws:team is a key of AWS's own/],
  ["a tag's key of RDS's own", top({ tags: { "RDS:team": "a" } }), /^tags: RDS:team is a key of AWS's own/],
  [
    "a tag's value that IAM refuses",
    top({ tags: { team: "api, events" } }),
    /^tags\.team: has characters that RDS and IAM refuse/,
  ],
  ["a tag's value of AWS's own", top({ tags: { team: "rds:x" } }), /^tags\.team: begins with aws: or rds:/],
  [
    "a tag's value too long",
    top({ tags: { team: "a".repeat(257) } }),
    /^tags\.team: has 257 characters; give at most 256/,
  ],
  [
    "tags that IAM takes for one",
    top({ tags: { team: "a", Team: "b" } }),
    /^tags: Team and team differ in case only/,
  ],
  ["a tag that IAM takes for Name", top({ tags: { name: "a" } }), /^tags: name and Name differ in case only/],
  [
    "more tags than a resource may have",
    top({ tags: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, "v"])) }),
    /^tags: has 51 keys with Name, and a resource may have 50/,
  ],
  [
    "a master user too long",
    database({ masterUsername: "administrator_of_all" }),
    /^database\.masterUsername: .* is no master user of RDS; give 1 to 16/,
  ],
  [
    "a master user with a hyphen",
    database({ masterUsername: "db-admin" }),
    /^database\.masterUsername: .* is no master user/,
  ],
  [
    "a master user that begins with a digit",
    database({ masterUsername: "1admin" }),
    /^database\.masterUsername: .* is no master user/,
  ],
  [
    "a reserved word as master user",
    database({ masterUsername: "Table" }),
    /^database\.masterUsername: Table is a word that MySQL or RDS reserves/,
  ],
  [
    "operations that RDS does not provision",
    database({ iops: 12000 }),
    /^database\.iops: is given, and RDS takes it from 400 GiB on only/,
  ],
  [
    "throughput that RDS does not provision",
    database({ storageThroughput: 500 }),
    /^database\.storageThroughput: is given, and RDS takes it from 400 GiB/,
  ],
  [
    "too few operations for the throughput",
    database({ allocatedStorage: 400, storageThroughput: 4000 }),
    /^database\.storageThroughput: 4000 is more than a quarter of iops; give 16000 iops/,
  ],
  [
    "operations below what stripes have",
    database({ allocatedStorage: 400, iops: 3000 }),
    /^database\.iops: 3000 is no number of operations/,
  ],
  [
    "a major upgrade in the window",
    database({ allowMajorVersionUpgrade: true }),
    /^database\.allowMajorVersionUpgrade: is given without applyImmediately, /,
  ],
  [
    "no snapshot of RDS",
    database({ snapshotIdentifier: "a snapshot" }),
    /^database\.snapshotIdentifier: .* is no snapshot of RDS/,
  ],
  [
    "no snapshot of a volume",
    nodes({ dataVolumeSnapshotId: "vol-0a1b2c3d" }),
    /^nodes\[0\]\.dataVolumeSnapshotId: .* is no id of AWS/,
  ],
  [
    "a retention that CloudWatch lacks",
    database({ logRetentionDays: 10 }),
    /^database\.logRetentionDays: 10 is no retention of CloudWatch/,
  ],
  [
    "no backup window",
    database({ backupWindow: "2-3" }),
    /^database\.backupWindow: "2-3" is no window of RDS; give one like/,
  ],
  [
    "a maintenance window in capitals",
    database({ maintenanceWindow: "Sun:03:30-Sun:04:30" }),
    /^database\.maintenanceWindow: .* is no window of RDS/,
  ],
  [
    "a short window",
    database({ backupWindow: "23:50-00:10" }),
    /^database\.backupWindow: .* is shorter than 30 minutes/,
  ],
  [
    "windows that meet",
    database({ backupWindow: "02:00-03:00", maintenanceWindow: "tue:02:30-tue:04:00" }),
    /^database\.maintenanceWindow: .* meets backupWindow 02:00-03:00/,
  ],
  [
    "windows that meet at the end of the week",
    database({ backupWindow: "23:45-00:45", maintenanceWindow: "sun:00:15-sun:01:15" }),
    /^database\.maintenanceWindow: .* meets/,
  ],
  [
    "an alias as the key of the volumes",
    top({ volumeKmsKeyId: "alias/volumes" }),
    /^volumeKmsKeyId: .* is no ARN/,
  ],
  [
    "the same IPv6 range in two spellings",
    access({ console: { a: { cidr: "2001:db8::/48" }, b: { cidr: "2001:DB8:0:0::/48" } } }),
    /^access\.console\.b: .* is access\.console\.a too/,
  ],
  [
    "the nodes' own group as a peer",
    access({
      nodesSecurityGroupId: "sg-0a1b2c3d",
      databaseClients: { nodes: { securityGroupId: "sg-0a1b2c3d" } },
      publishers: {},
    }),
    /^access\.databaseClients\.nodes\.securityGroupId: sg-0a1b2c3d is access\.nodesSecurityGroupId too/,
  ],
  ...(
    [
      ["engineVersion", "8.4", /leave it out$/],
      ["instanceClass", "db.m6g.large", /leave it out$/],
      ["allocatedStorage", 100, /leave it out$/],
      ["maxAllocatedStorage", 500, /leave it out$/],
      ["iops", 12000, /leave it out$/],
      ["storageThroughput", 500, /leave it out$/],
      ["multiAz", false, /leave it out$/],
      ["backupRetentionDays", 7, /leave it out$/],
      ["backupWindow", "02:00-03:00", /leave it out$/],
      ["maintenanceWindow", "sun:03:30-sun:04:30", /leave it out$/],
      ["allowMajorVersionUpgrade", true, /leave it out$/],
      ["applyImmediately", true, /leave it out$/],
      ["maxConnections", 600, /leave it out, and set max_connections in the parameter group/],
      ["masterUsername", "admin", /give database\.existing\.administrator\.username$/],
      ["masterPassword", "secretsecret", /give database\.existing\.administrator\.password$/],
      ["manageMasterSecret", true, /give database\.existing\.administrator, with the password/],
      ["extendedSupport", true, /leave it out$/],
      ["logRetentionDays", pulumi.output(30), /leave it out$/],
      ["performanceInsights", true, /leave it out$/],
      ["monitoringSeconds", 60, /leave it out$/],
      ["kmsKeyId", "arn:aws:kms:eu-west-1:1:key/1", /leave it out$/],
      ["snapshotIdentifier", "analytics-final", /to restore a snapshot, leave out database\.existing$/],
      ["subnetIds", ["subnet-0a000001", "subnet-0b000002"], /leave it out$/],
    ] as const
  ).map(([key, value, remedy]): (typeof table)[number] => [
    `${key} for a database that exists`,
    existing({}, { [key]: value }),
    new RegExp(`^database\\.${key}: is for a new RDS instance, and .*; ${remedy.source}`),
  ]),
  [
    "a group for a database that has one",
    (args) => access({ databaseSecurityGroupId: "sg-0a1b2c3d" })(existing({})(args) as typeof args),
    /^access\.databaseSecurityGroupId: is given with database\.existing, .*; leave it out/,
  ],
  [
    "a way to a database that nothing is made in",
    existing({ administrator: undefined }, { administrator: { proxy: "socks5h://127.0.0.1:1080" } }),
    /^database\.administrator: has no effect, .*; give that one too, or leave this out/,
  ],
  [
    "an existing database without its group",
    existing({ securityGroupId: undefined }),
    /^database\.existing\.securityGroupId: is missing/,
  ],
  [
    "an existing database without its host",
    existing({ host: undefined }),
    /^database\.existing\.host: is missing/,
  ],
  [
    "an administrator without a password",
    existing({ administrator: { username: "admin" } }),
    /^database\.existing\.administrator\.password: is missing/,
  ],
  [
    "an endpoint with its port",
    existing({ host: "db.internal:3306" }),
    /^database\.existing\.host: "db\.internal:3306" has a port; give db\.internal, and 3306 as port/,
  ],
  [
    "a URL as endpoint",
    existing({ host: "jdbc:mysql://db.internal:3306/userdb" }),
    /^database\.existing\.host: .* is a URL; give the host alone: db\.internal$/,
  ],
  [
    "the ARN as endpoint",
    existing({ host: "arn:aws:rds:eu-west-1:1:db:shared" }),
    /^database\.existing\.host: "arn:aws:rds:eu-west-1:1:db:shared" is /,
  ],
  [
    "a reader of Aurora",
    existing({ host: "shared.cluster-ro-abc123.eu-west-1.rds.amazonaws.com" }),
    /^database\.existing\.host: .* is a reader endpoint of Aurora, .*; give the cluster endpoint, /,
  ],
  [
    "a custom endpoint of Aurora",
    existing({ host: "reports.cluster-custom-abc123.eu-west-1.rds.amazonaws.com" }),
    /^database\.existing\.host: .* is a custom endpoint of Aurora, /,
  ],
  [
    "an RDS Proxy that would not let the users in",
    existing({ host: "shared.proxy-abc123.eu-west-1.rds.amazonaws.com" }),
    /^database\.existing\.host: .* is an RDS Proxy, .*; give the endpoint of the database behind it, or /,
  ],
  [
    "this machine as database",
    existing({ host: "127.0.0.1" }),
    /^database\.existing\.host: 127\.0\.0\.1 is a different host on each node; /,
  ],
  [
    "the administrator of an existing database for the product",
    existing({}, { username: "admin" }),
    /^database\.username: admin is database\.existing\.administrator\.username too, /,
  ],
  [
    "an existing database without a bundle",
    existing({}, { caBundle: undefined }),
    /^database\.caBundle: is missing, /,
  ],
  ["an image that is none", nodes({ image: "al2023" }), /^nodes\[0\]\.image: "al2023" is no id/],
];

/** What only the account can tell. */
const lookedUp: [what: string, Change, RegExp, Account?][] = [
  [
    "subnets in one zone",
    top({ subnetIds: ["subnet-0a000001", "subnet-0a000003"] }),
    /^subnetIds: subnet-0a000001 and subnet-0a000003, the nodes' subnets, are both in eu-west-1a; /,
  ],
  [
    "subnets of two networks",
    top({ subnetIds: ["subnet-0a000001", "subnet-0c00000f"] }),
    /^subnetIds: subnet-0c00000f is in vpc-0f000000, not in vpc-0a1b2c3d; /,
  ],
  [
    "a bastion elsewhere",
    top({ bastion: { subnetId: "subnet-0c00000f" } }),
    /^subnetIds: subnet-0c00000f is in vpc-0f000000/,
  ],
  [
    "a group of another network",
    access({ nodesSecurityGroupId: "sg-0f000000" }),
    /^access\.nodesSecurityGroupId: sg-0f000000 is a group of vpc-0f000000, /,
  ],
  [
    "an existing database of another network",
    existing({ securityGroupId: "sg-0f000000" }),
    /^database\.existing\.securityGroupId: sg-0f000000 is a group of vpc-0f000000, .*; give a database in that VPC/,
  ],
  [
    "a database in one zone",
    database({ subnetIds: ["subnet-0a000001", "subnet-0a000003"] }),
    /^database\.subnetIds: are all in one zone/,
  ],
  [
    "a class without MySQL",
    database({ instanceClass: "db.z9.large" }),
    /^database\.instanceClass: db\.z9\.large is not offered for MySQL/,
  ],
  [
    "an ARM type",
    nodes({ instanceType: "m7g.large" }),
    /^nodes\[0\]\.instanceType: m7g\.large has arm64 processors, .*; give another type, or nodes\[0\]\.image/,
  ],
  [
    "a type that is not offered",
    nodes({}, { instanceType: "m99.large" }),
    /^nodes\[1\]\.instanceType: m99\.large is not offered in the provider's region; /,
  ],
  [
    "a type of an older generation",
    top({ bastion: { subnetId: "subnet-0a000003", instanceType: "m4.large" } }),
    /^bastion\.instanceType: m4\.large is none of the Nitro generations/,
  ],
  [
    "a type that is offered in another zone",
    nodes({ instanceType: "m8i.large" }),
    /^nodes\[0\]\.instanceType: m8i\.large is not offered in eu-west-1a, but in eu-west-1b; /,
  ],
  [
    "a class that is offered in one zone",
    database({ instanceClass: "db.x2g.large" }),
    /^database\.instanceClass: db\.x2g\.large is offered in eu-west-1a, and the database's subnets are in eu-west-1a,eu-west-1b; /,
  ],
  [
    "a class without that version",
    database({ engineVersion: "8.4.99" }),
    /^database\.instanceClass: db\.m6g\.large is not offered for MySQL 8\.4\.99 with gp3/,
  ],
  [
    "performance insights on a small class",
    database({ instanceClass: "db.t4g.micro", performanceInsights: true }),
    /^database\.performanceInsights: is not offered on db\.t4g\.micro; /,
  ],
  [
    "a region with one zone",
    ({ subnetIds: _, ...args }) => ({ ...args, region: "eu-west-1" }),
    /^subnetIds: is missing, and the default VPC of eu-west-1 has subnets in 1 of two zones; /,
    { ...account, defaultSubnets: ["subnet-0d000001"] },
  ],
  [
    "an address of Subversion that is an output and repeats a rule of packages",
    top({ deploymentSynchronizer: { svnUrl: pulumi.output("https://svn.internal/analytics") } }),
    /^deploymentSynchronizer\.svnUrl: is an output with port 443, which access\.packages opens to anywhere already, .*; give it as plain text, or/,
  ],
  [
    "a bundle that is missing",
    database({ caBundle: "./nowhere.pem" }),
    /^database\.caBundle: \/.*\/nowhere\.pem cannot be used: /,
  ],
  [
    "a bundle that is none",
    database({ caBundle: __filename }),
    /^database\.caBundle: .* cannot be used: no certificate in it; /,
  ],
];

/** What only the files of this machine can tell. */
const read: [what: string, Change, RegExp][] = [
  [
    "a distribution that is missing",
    top({ product: { ...awsDescription().product, distribution: "/nowhere.zip" } }),
    /^product\.distribution: \/nowhere\.zip does not exist/,
  ],
  [
    "a C-App that is missing",
    top({ carbonApps: { files: ["/nowhere/alerts.car"] } }),
    /^carbonApps\.files\[0\]: .* does not exist/,
  ],
  [
    "an override without a place",
    top({ overrides: [{ file: "repository/conf/carbon.xml", path: "/Server/Nope", value: "1" }] }),
    /correct overrides\[0\], or set its add/,
  ],
  [
    "a further script that is missing",
    database({ schema: { furtherScripts: [{ path: "dbscripts/nope.sql", database: "user" }] } }),
    /^dbscripts\/nope\.sql: expected the file/,
  ],
];

describe("wrong input to AwsAnalyticsCluster", () => {
  it.each(table)("is refused before anything is registered: %s", async (_, change, line) => {
    const { message, made } = await refusal(change);
    const [title, ...lines] = message.split("\n");
    expect(title).toBe("analytics: 1 problem, nothing was changed");
    expect(lines).toEqual([expect.stringMatching(line)]);
    expect(made).toEqual([]);
  });

  it.each(lookedUp)("is refused before anything of it is made: %s", async (_, change, line, has) => {
    const { message, made } = await refusal(change, has);
    const [title, ...lines] = message.split("\n");
    expect(title).toBe("analytics: 1 problem, nothing was changed");
    expect(lines).toEqual([expect.stringMatching(line)]);
    expect(made).toEqual([]);
  });

  it.each(read)("is refused before anything of it is made: %s", async (_, change, line) => {
    const { message, made } = await refusal(change);
    const [title, ...lines] = message.split("\n");
    expect(title).toBe("analytics: 1 problem, nothing was changed");
    expect(lines).toEqual([expect.stringMatching(line)]);
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
    const places = message
      .split("\n")
      .slice(1)
      .map((line) => line.split(":")[0]);
    expect(places.sort()).toEqual([
      "access.publishers.all.cidr",
      "clustering.failureDetectionSeconds",
      "database.engineVersion",
      "database.masterPassword",
      "database.username",
      "subnetIds",
    ]);
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
