import {
  CreateDBInstanceCommand,
  type DBInstance,
  DeleteDBInstanceCommand,
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
  RestoreDBInstanceFromDBSnapshotCommand,
} from "@aws-sdk/client-rds";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import type { rds } from "@pulumi/aws";
import type { Unwrap } from "@pulumi/pulumi";
import type { AwsClients } from "./awsClients";
import { ifThere, only } from "./awsError";
import type { AwsResource } from "./awsResource";
import { changeDatabaseTags } from "./databaseTags";
import { setMasterUser, standInEndpoint } from "./standInDatabase";
import { tagList } from "./tags";

type DatabaseArgs = Unwrap<rds.InstanceArgs>;

/** `aws:rds/instance:Instance` */
export const databaseInstance: AwsResource<DatabaseArgs> = {
  replaces: ["engine", "username", "storageEncrypted", "kmsKeyId", "identifier", "snapshotIdentifier"],
  updates: [
    "engineVersion",
    "engineLifecycleSupport",
    "autoMinorVersionUpgrade",
    "allowMajorVersionUpgrade",
    "instanceClass",
    "storageType",
    "allocatedStorage",
    "maxAllocatedStorage",
    "iops",
    "storageThroughput",
    "multiAz",
    "publiclyAccessible",
    "dbSubnetGroupName",
    "vpcSecurityGroupIds",
    "parameterGroupName",
    "password",
    "manageMasterUserPassword",
    "backupRetentionPeriod",
    "backupWindow",
    "maintenanceWindow",
    "applyImmediately",
    "deletionProtection",
    "skipFinalSnapshot",
    "finalSnapshotIdentifier",
    "copyTagsToSnapshot",
    "enabledCloudwatchLogsExports",
    "performanceInsightsEnabled",
    "monitoringInterval",
    "monitoringRoleArn",
    "tags",
  ],
  autoName: "identifier",

  async create(aws, args) {
    const { identifier = "", engine, username, tags } = args;
    if (args.snapshotIdentifier !== undefined) {
      await restore(aws, args);
      await letMasterIn(aws, identifier, args);
      return identifier;
    }
    await aws.rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: identifier,
        Engine: engine,
        MasterUsername: username,
        StorageEncrypted: args.storageEncrypted,
        KmsKeyId: args.kmsKeyId,
        EngineLifecycleSupport: args.engineLifecycleSupport,
        EnableCloudwatchLogsExports: args.enabledCloudwatchLogsExports,
        DBInstanceClass: args.instanceClass,
        ...changeable(args),
        Tags: tagList(tags),
      }),
    );
    await letMasterIn(aws, identifier, args);
    return identifier;
  },

  async read(aws, id) {
    const found = await ifThere(() => describeDatabase(aws, id));
    return found && answer(found);
  },

  /** As the real plugin reads them: a version that leaves out the last part stays as it is (compareActualEngineVersion). */
  async refreshed(aws, id, args) {
    const found = await describeDatabase(aws, id);
    const { engineVersion = "" } = args;
    const isLeftOut = found.EngineVersion?.startsWith(`${engineVersion}.`);
    const current: Partial<DatabaseArgs> = {
      engineVersion: isLeftOut ? engineVersion : found.EngineVersion,
      allocatedStorage: found.AllocatedStorage,
      instanceClass: found.DBInstanceClass,
      multiAz: found.MultiAZ,
      backupRetentionPeriod: found.BackupRetentionPeriod,
      deletionProtection: found.DeletionProtection,
    };
    return Object.fromEntries(Object.entries(current).filter(([name]) => name in args));
  },

  /** What autoscaling has added is no change (the real plugin's DiffSuppressFunc of allocated_storage). */
  ignores(argument, { allocatedStorage: old = 0 }, { allocatedStorage = 0, maxAllocatedStorage = 0 }) {
    return (
      argument === "allocatedStorage" && old > allocatedStorage && maxAllocatedStorage > allocatedStorage
    );
  },

  async update(aws, id, { args, olds, has }) {
    const request = {
      DBInstanceIdentifier: id,
      ...changeable(args),
      AllocatedStorage: has("allocatedStorage") ? args.allocatedStorage : undefined,
      // A password sent is a password set, and a version sent an upgrade asked for.
      MasterUserPassword: has("password") ? args.password : undefined,
      EngineVersion: has("engineVersion") ? args.engineVersion : undefined,
      DBInstanceClass: args.instanceClass,
      AllowMajorVersionUpgrade: args.allowMajorVersionUpgrade,
      ApplyImmediately: args.applyImmediately,
    };
    await aws.rds.send(new ModifyDBInstanceCommand(request));
    await changeDatabaseTags(aws, `db:${id}`, olds.tags, args.tags);
    if (has("password", "manageMasterUserPassword")) await letMasterIn(aws, id, args);
  },

  async delete({ rds }, id, { skipFinalSnapshot, finalSnapshotIdentifier }) {
    await rds.send(
      new DeleteDBInstanceCommand({
        DBInstanceIdentifier: id,
        SkipFinalSnapshot: skipFinalSnapshot ?? false,
        FinalDBSnapshotIdentifier: skipFinalSnapshot ? undefined : finalSnapshotIdentifier,
      }),
    );
  },
};

/** As the real plugin does it: what the restoring call does not take is changed at once. */
async function restore(aws: AwsClients, args: DatabaseArgs): Promise<void> {
  const { identifier = "", snapshotIdentifier, engineLifecycleSupport, tags } = args;
  await aws.rds.send(
    new RestoreDBInstanceFromDBSnapshotCommand({
      DBInstanceIdentifier: identifier,
      DBSnapshotIdentifier: snapshotIdentifier,
      DBInstanceClass: args.instanceClass,
      DBSubnetGroupName: args.dbSubnetGroupName,
      DBParameterGroupName: args.parameterGroupName,
      VpcSecurityGroupIds: args.vpcSecurityGroupIds,
      EngineLifecycleSupport: engineLifecycleSupport,
      EnableCloudwatchLogsExports: args.enabledCloudwatchLogsExports,
      Tags: tagList(tags),
    }),
  );
  const rest = { DBInstanceIdentifier: identifier, ApplyImmediately: true, ...changeable(args) };
  await aws.rds.send(new ModifyDBInstanceCommand({ ...rest, EngineVersion: undefined }));
}

/** What both a new database and a changed one are told. */
function changeable(args: DatabaseArgs) {
  return {
    EngineVersion: args.engineVersion,
    AutoMinorVersionUpgrade: args.autoMinorVersionUpgrade,
    StorageType: args.storageType,
    AllocatedStorage: args.allocatedStorage,
    MaxAllocatedStorage: args.maxAllocatedStorage,
    Iops: args.iops,
    StorageThroughput: args.storageThroughput,
    MultiAZ: args.multiAz,
    PubliclyAccessible: args.publiclyAccessible,
    DBSubnetGroupName: args.dbSubnetGroupName,
    VpcSecurityGroupIds: args.vpcSecurityGroupIds,
    DBParameterGroupName: args.parameterGroupName,
    MasterUserPassword: args.password,
    ManageMasterUserPassword: args.manageMasterUserPassword,
    BackupRetentionPeriod: args.backupRetentionPeriod,
    PreferredBackupWindow: args.backupWindow,
    PreferredMaintenanceWindow: args.maintenanceWindow,
    DeletionProtection: args.deletionProtection,
    CopyTagsToSnapshot: args.copyTagsToSnapshot,
    EnablePerformanceInsights: args.performanceInsightsEnabled,
    MonitoringInterval: args.monitoringInterval,
    MonitoringRoleArn: args.monitoringRoleArn,
  };
}

/** With the given password, or the one that RDS manages. */
async function letMasterIn(
  aws: AwsClients,
  id: string,
  { username = "", password }: DatabaseArgs,
): Promise<void> {
  if (password !== undefined) return setMasterUser(username, password);
  const { MasterUserSecret } = await describeDatabase(aws, id);
  if (MasterUserSecret?.SecretArn === undefined) return;
  const request = new GetSecretValueCommand({ SecretId: MasterUserSecret.SecretArn });
  const { SecretString = "" } = await aws.secrets.send(request);
  await setMasterUser(username, (JSON.parse(SecretString) as { password: string }).password);
}

function answer(found: DBInstance) {
  const { address, port } = standInEndpoint() ?? {
    address: found.Endpoint?.Address,
    port: found.Endpoint?.Port,
  };
  const { SecretArn, SecretStatus, KmsKeyId } = found.MasterUserSecret ?? {};
  return {
    arn: found.DBInstanceArn,
    address,
    port,
    endpoint: `${address}:${port}`,
    identifier: found.DBInstanceIdentifier,
    status: found.DBInstanceStatus,
    engineVersionActual: found.EngineVersion,
    masterUserSecrets:
      SecretArn === undefined
        ? []
        : [{ secretArn: SecretArn, secretStatus: SecretStatus ?? "", kmsKeyId: KmsKeyId ?? "" }],
  };
}

async function describeDatabase({ rds }: AwsClients, id: string): Promise<DBInstance> {
  const { DBInstances } = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: id }));
  return only(DBInstances, `the database ${id}`);
}
