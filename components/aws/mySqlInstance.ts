import { randomBytes } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { withFormerType } from "../program";
import type { AwsDatabaseArgs } from "./awsDatabaseArgs";
import { type AwsPlacement, tagsOf } from "./awsOptions";
import { defaultEngineVersion, defaultInstanceClass, defaultMasterUsername } from "./databaseDefaults";
import { exportedLogs, logGroups } from "./databaseLogs";
import { databaseStorage } from "./databaseStorage";
import { DatabaseTls } from "./databaseTls";
import { enhancedMonitoring } from "./enhancedMonitoring";
import { generateOnce } from "./generateOnce";
import { decidedAtCreation, namePrefix, shortHash } from "./identifiers";
import { sameVpcHooks } from "./sameVpcHooks";

export interface MySqlInstanceArgs extends AwsPlacement {
  /** The part about RDS is read; databases and users in it are the core's. */
  database: AwsDatabaseArgs;
  /** In two zones. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Of the subnets; the database never leaves it. */
  vpcId: pulumi.Input<string>;
  securityGroupId: pulumi.Input<string>;
  /** @default true */
  protect?: boolean;
}

/**
 * RDS for MySQL: encrypted, private, with a standby, backups and a last snapshot; TLS demanded unless `tls` is off.
 */
export class MySqlInstance extends pulumi.ComponentResource {
  readonly address: pulumi.Output<string>;
  readonly port: pulumi.Output<number>;
  readonly masterUsername: pulumi.Output<string>;
  /** A secret. */
  readonly masterPassword: pulumi.Output<string>;
  private readonly args: MySqlInstanceArgs;
  private readonly logicalName: string;
  private readonly identifier: pulumi.Output<string>;

  constructor(name: string, args: MySqlInstanceArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(
      "wso2-analytics:index:MySqlInstance",
      name,
      {},
      withFormerType("pulumi-wso2-analytics:aws:MySqlInstance", opts),
    );
    this.args = args;
    this.logicalName = name;
    this.identifier = this.createIdentifier();
    const subnetGroup = this.createSubnetGroup();
    const parameterGroup = this.createParameterGroup();
    const givenPassword = this.givenPassword();
    const instance = this.createInstance(
      subnetGroup,
      parameterGroup,
      logGroups(this.logicalName, this.identifier, args.database.logRetentionDays, args, this),
      givenPassword,
    );

    this.address = instance.address;
    this.port = instance.port;
    this.masterUsername = instance.username;
    this.masterPassword = pulumi.secret(givenPassword ?? this.managedPassword(instance));
    this.registerOutputs({
      address: this.address,
      port: this.port,
      masterUsername: this.masterUsername,
      masterPassword: this.masterPassword,
    });
  }

  private createSubnetGroup(): aws.rds.SubnetGroup {
    const { subnetIds, region } = this.args;
    const name = `${this.logicalName}-subnets`;
    return new aws.rds.SubnetGroup(
      name,
      {
        namePrefix: namePrefix(name),
        subnetIds,
        description: "WSO2 API-M Analytics",
        region,
        tags: tagsOf(name, this.args),
      },
      {
        parent: this,
        ignoreChanges: [...decidedAtCreation],
        hooks: sameVpcHooks(this.logicalName, this.args.vpcId),
      },
    );
  }

  private createParameterGroup(): aws.rds.ParameterGroup {
    const { database, region } = this.args;
    const name = `${this.logicalName}-parameters`;
    const maxConnections = pulumi.output(database.maxConnections ?? 600);
    const family = pulumi.output(database.engineVersion ?? defaultEngineVersion).apply(parameterGroupFamily);
    const parameters: Record<string, pulumi.Input<string>> = {
      // Whatever is made without saying so; a row of the event stores fits with no other character set.
      character_set_server: "latin1",
      collation_server: "latin1_swedish_ci",
      max_connections: maxConnections.apply(String),
      require_secure_transport: database.tls === DatabaseTls.Off ? "0" : "1",
      // Without these two RDS has no slow log to export.
      slow_query_log: "1",
      log_output: "FILE",
    };
    return new aws.rds.ParameterGroup(
      name,
      {
        namePrefix: namePrefix(name),
        family,
        // As 0.1.0 wrote it: another text replaces the group.
        description: "WSO2 API-M Analytics",
        parameters: Object.entries(parameters).map(([key, value]) => ({
          name: key,
          value,
          applyMethod: "immediate",
        })),
        region,
        tags: tagsOf(name, this.args),
      },
      {
        parent: this,
        ignoreChanges: [...decidedAtCreation, ...(database.engineVersion === undefined ? ["family"] : [])],
      },
    );
  }

  /** The user's, or one generated once; undefined where RDS makes it. */
  private givenPassword(): pulumi.Output<string> | undefined {
    const { masterPassword, manageMasterSecret } = this.args.database;
    if (manageMasterSecret) return undefined;
    return masterPassword === undefined
      ? generateOnce(`${this.logicalName}-masterPassword`, () => randomBytes(24).toString("base64url"), {
          parent: this,
        })
      : pulumi.secret(masterPassword);
  }

  /** Read at every run, because RDS changes it; another text in the preview of an update that lets RDS make it. */
  private managedPassword(instance: aws.rds.Instance): pulumi.Output<string> {
    const { region } = this.args;
    return pulumi.all([instance.masterUserSecrets, region]).apply(async ([[secret], where]) => {
      if (secret === undefined && pulumi.runtime.isDryRun()) return "made-by-the-update";
      const secretId = secret?.secretArn ?? "";
      const found = await aws.secretsmanager.getSecretVersion({ secretId, region: where }, { parent: this });
      return (JSON.parse(found.secretString) as { password: string }).password;
    });
  }

  private createInstance(
    subnetGroup: aws.rds.SubnetGroup,
    parameterGroup: aws.rds.ParameterGroup,
    logs: aws.cloudwatch.LogGroup[],
    password: pulumi.Output<string> | undefined,
  ): aws.rds.Instance {
    const { database, securityGroupId, region, protect = true } = this.args;
    return new aws.rds.Instance(
      this.logicalName,
      {
        identifier: this.identifier,
        snapshotIdentifier: database.snapshotIdentifier,
        engine: "mysql",
        engineVersion: database.engineVersion ?? defaultEngineVersion,
        engineLifecycleSupport: `open-source-rds-extended-support${database.extendedSupport ? "" : "-disabled"}`,
        autoMinorVersionUpgrade: pulumi.output(database.engineVersion).apply((version) => !isPinned(version)),
        allowMajorVersionUpgrade: database.allowMajorVersionUpgrade ?? false,
        instanceClass: database.instanceClass ?? defaultInstanceClass,
        ...databaseStorage(database),
        storageEncrypted: true,
        kmsKeyId: database.kmsKeyId,
        multiAz: database.multiAz ?? true,
        publiclyAccessible: false,
        dbSubnetGroupName: subnetGroup.name,
        vpcSecurityGroupIds: [securityGroupId],
        parameterGroupName: parameterGroup.name,
        username: database.masterUsername ?? defaultMasterUsername,
        ...(password === undefined ? { manageMasterUserPassword: true } : { password }),
        backupRetentionPeriod: database.backupRetentionDays ?? 7,
        backupWindow: database.backupWindow,
        maintenanceWindow: database.maintenanceWindow,
        applyImmediately: database.applyImmediately ?? false,
        deletionProtection: protect,
        skipFinalSnapshot: false,
        // Of its own for each database: one that comes after others may have the identifier of an earlier one.
        finalSnapshotIdentifier: pulumi.interpolate`${this.identifier}-${randomBytes(4).toString("hex")}-final`,
        copyTagsToSnapshot: true,
        enabledCloudwatchLogsExports: exportedLogs,
        performanceInsightsEnabled: database.performanceInsights ?? false,
        ...enhancedMonitoring(`${this.logicalName}-monitoring`, database.monitoringSeconds, this.args, {
          parent: this,
        }),
        region,
        tags: tagsOf(this.logicalName, this.args),
      },
      {
        parent: this,
        protect,
        dependsOn: logs,
        // The provider would decide otherwise for an identifier that is ignored; a replacement has another one.
        deleteBeforeReplace: false,
        // A database keeps the names that it was created with. The provider sends the life cycle when it creates or restores
        // a database, and never again: its dbInstancePopulateModify (internal/service/rds/instance.go) leaves it out.
        ignoreChanges: [
          "identifier",
          "engineLifecycleSupport",
          "finalSnapshotIdentifier",
          "snapshotIdentifier",
          ...(database.engineVersion === undefined ? ["engineVersion"] : []),
        ],
      },
    );
  }

  /**
   * A name that the database before did not have. It changes with what replaces the database: the new one is there,
   * under its own name, before the old one goes. A database of 0.1.0 has a name of the provider's, until it is replaced.
   */
  private createIdentifier(): pulumi.Output<string> {
    const { masterUsername = defaultMasterUsername, kmsKeyId } = this.args.database;
    const deployment = generateOnce(`${this.logicalName}-identifier`, () => randomBytes(8).toString("hex"), {
      parent: this,
      // The name of 0.1.0, which kept the last snapshot's name there.
      aliases: [{ name: `${this.logicalName}-finalSnapshot` }],
    });
    return pulumi.unsecret(
      pulumi
        .all([deployment, masterUsername, kmsKeyId])
        .apply((parts) => `${namePrefix(this.logicalName)}${shortHash(JSON.stringify(parts))}`),
    );
  }
}

/** A minor version that was chosen: RDS would upgrade it by itself, and the next update take it for a change. */
function isPinned(engineVersion: string | undefined): boolean {
  return engineVersion?.split(".").length === 3;
}

/** `8.4.5` → `mysql8.4`. */
function parameterGroupFamily(engineVersion: string): string {
  return `mysql${engineVersion.split(".").slice(0, 2).join(".")}`;
}
