import type { Unwrap } from "@pulumi/pulumi";
import {
  anyLength,
  type ClusterDescription,
  clusterShape,
  type DatabaseDescription,
  dialledHost,
  exactlyTwo,
  type Field,
  flag,
  ipv4,
  list,
  map,
  nodeId,
  number,
  oneOf,
  optional,
  ProblemCode,
  password,
  plainText,
  port,
  proxy,
  record,
  required,
  type Shape,
  type SshDescription,
  text,
  userName,
  wholeNumber,
} from "../../description";
import type {
  AccessArgs,
  AwsAnalyticsClusterArgs,
  AwsBastionArgs,
  AwsNodeArgs,
  AwsSshArgs,
  PeerArgs,
} from "../awsClusterArgs";
import type {
  AwsAdministratorArgs,
  AwsDatabaseArgs,
  DatabaseLoginArgs,
  ExistingDatabaseArgs,
} from "../awsDatabaseArgs";
import { DatabaseTls } from "../databaseTls";
import { range } from "../rules/range";
import { IntraClusterRules } from "../rules/ruleTable";
import { endpoint } from "./existingDatabase";
import { masterUsername } from "./masterUsername";
import { tagKey, tagText } from "./tags";
import {
  atLeastTwo,
  databaseClass,
  databaseSnapshot,
  engineVersion,
  identifier,
  instanceType,
  keyId,
  masterPassword,
  peerName,
  region,
} from "./values";
import { backupWindow, maintenanceWindow } from "./windows";

/** The arguments with their Inputs resolved. */
export type AwsClusterDescription = Unwrap<AwsAnalyticsClusterArgs>;

/** The fields of a part of the core's description, so that they are checked here as there. */
function coreFields(shape: Shape | undefined, without: readonly string[]): Record<string, Field> {
  const fields = shape?.kind === "record" ? shape.fields : {};
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !without.includes(key)));
}

function coreField(...keys: string[]): Shape | undefined {
  return keys.reduce<Shape | undefined>((shape, key) => {
    const record = shape?.kind === "list" ? shape.item : shape;
    return record?.kind === "record" ? record.fields[key]?.shape : undefined;
  }, clusterShape);
}

/** A record of the core's fields and of those that only AWS has. */
function extended<Own>(core: Record<string, Field>, own: Parameters<typeof record<Own>>[0]): Shape {
  return { kind: "record", fields: { ...core, ...(own as Record<string, Field>) } };
}

const subnetId = text(identifier("subnet"));
const groupId = text(identifier("sg"));
const gibibytes = (least: number) => number(wholeNumber(least, 65536, "number of GiB"));

const peers = map(
  record<Unwrap<PeerArgs>>({
    cidr: optional(text(range)),
    securityGroupId: optional(groupId),
    prefixListId: optional(text(identifier("pl"))),
  }),
  peerName,
);

const access = record<Unwrap<AccessArgs>>({
  publishers: optional(peers),
  console: optional(peers),
  ssh: optional(peers),
  databaseClients: optional(peers),
  packages: optional(peers),
  svn: optional(peers),
  dnsServers: optional(peers),
  intraCluster: optional(text(oneOf(Object.values(IntraClusterRules)))),
  dangerouslyOpenConsoleToTheWorld: optional(flag),
  nodesSecurityGroupId: optional(groupId),
  databaseSecurityGroupId: optional(groupId),
});

const node = record<Unwrap<AwsNodeArgs>>({
  subnetId: optional(subnetId),
  address: optional(text(ipv4)),
  image: optional(text(identifier("ami"))),
  instanceType: optional(text(instanceType)),
  rootVolumeSize: optional(gibibytes(8)),
  dataVolumeSize: optional(gibibytes(10)),
  dataVolumeSnapshotId: optional(text(identifier("snap"))),
  publicAddress: optional(flag),
  nodeId: optional(text(nodeId)),
});

const ssh = extended<Omit<Unwrap<AwsSshArgs>, keyof SshDescription>>(
  coreFields(coreField("nodes", "ssh"), ["host", "hostKey"]),
  { keyName: optional(text(plainText)) },
);

const bastion = record<Unwrap<AwsBastionArgs>>({
  subnetId: required(subnetId),
  image: optional(text(identifier("ami"))),
  instanceType: optional(text(instanceType)),
});

const existingDatabase = record<Unwrap<ExistingDatabaseArgs>>({
  host: required(text(endpoint)),
  port: optional(number(port)),
  securityGroupId: required(groupId),
  administrator: optional(
    record<Unwrap<DatabaseLoginArgs>>({
      username: required(text(userName)),
      password: required(text(password)),
    }),
  ),
});

const database = extended<Omit<Unwrap<AwsDatabaseArgs>, Exclude<keyof DatabaseDescription, "administrator">>>(
  coreFields(coreField("database"), ["host", "port", "administrator"]),
  {
    administrator: optional(
      record<Unwrap<AwsAdministratorArgs>>({
        host: optional(text(dialledHost)),
        port: optional(number(port)),
        proxy: optional(text(proxy)),
        tls: optional(text(oneOf(["true", "false", "skip-verify"]))),
      }),
    ),
    existing: optional(existingDatabase),
    engineVersion: optional(text(engineVersion)),
    instanceClass: optional(text(databaseClass)),
    allocatedStorage: optional(gibibytes(20)),
    maxAllocatedStorage: optional(gibibytes(20)),
    iops: optional(number(wholeNumber(12000, 64000, "number of operations a second that RDS provisions"))),
    storageThroughput: optional(
      number(wholeNumber(500, 4000, "throughput in MiB a second that RDS provisions")),
    ),
    multiAz: optional(flag),
    backupRetentionDays: optional(number(wholeNumber(1, 35, "number of days that backups can be kept"))),
    backupWindow: optional(text(backupWindow)),
    maintenanceWindow: optional(text(maintenanceWindow)),
    allowMajorVersionUpgrade: optional(flag),
    applyImmediately: optional(flag),
    maxConnections: optional(number(wholeNumber(10, 16000, "number of connections"))),
    masterUsername: optional(text(masterUsername)),
    masterPassword: optional(text(masterPassword)),
    manageMasterSecret: optional(flag),
    tls: optional(text(oneOf(Object.values(DatabaseTls)))),
    extendedSupport: optional(flag),
    logRetentionDays: optional(number(logRetention)),
    performanceInsights: optional(flag),
    monitoringSeconds: optional(number(monitoringInterval)),
    kmsKeyId: optional(text(keyId)),
    snapshotIdentifier: optional(text(databaseSnapshot)),
    subnetIds: optional(list(subnetId, atLeastTwo)),
  },
);

/** What CloudWatch accepts. (validation of `retention_in_days` in the provider's internal/service/logs/group.go) */
const logRetentions = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

function logRetention(value: number) {
  return logRetentions.includes(value)
    ? undefined
    : {
        code: ProblemCode.NotAccepted,
        problem: `${value} is no retention of CloudWatch`,
        remedy: `give one of ${logRetentions.join(", ")}`,
      };
}

function monitoringInterval(value: number) {
  return [1, 5, 10, 15, 30, 60].includes(value)
    ? undefined
    : {
        code: ProblemCode.NotAccepted,
        problem: `${value} is no interval of RDS`,
        remedy: "give 1, 5, 10, 15, 30 or 60",
      };
}

/** Every argument of the AWS deployment, with the rule that its value must keep whatever the others are. */
export const awsShape: Shape = extended<
  Omit<AwsClusterDescription, Exclude<keyof ClusterDescription, "nodes" | "database">>
>(coreFields(clusterShape, ["nodes", "database", "installPackages", "allowPublicAddresses"]), {
  region: optional(text(region)),
  tags: optional(map(text(tagText), tagKey)),
  vpcId: optional(text(identifier("vpc"))),
  subnetIds: optional(list(subnetId, anyLength)),
  volumeKmsKeyId: optional(text(keyId)),
  nodes: optional(list(node, exactlyTwo)),
  access: optional(access),
  ssh: optional(ssh),
  bastion: optional(bastion),
  database: required(database),
});
