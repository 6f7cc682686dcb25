import { randomBytes } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { withFormerType } from "../program";
import type { AwsDatabaseArgs } from "./awsDatabaseArgs";
import { type AwsPlacement, tagsOf } from "./awsOptions";
import { DatabaseTls } from "./databaseTls";
import { generateOnce } from "./generateOnce";
import { policy, trusting } from "./instanceProfile";

export const defaultEngineVersion = "8.4";
export const defaultInstanceClass = "db.m6g.large";

export interface MySqlInstanceArgs extends AwsPlacement {
  /** The part about RDS is read; databases and users in it are the core's. */
  database: AwsDatabaseArgs;
  /** In two zones. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
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

  constructor(name: string, args: MySqlInstanceArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(
      "wso2-analytics:index:MySqlInstance",
      name,
      {},
      withFormerType("pulumi-wso2-analytics:aws:MySqlInstance", opts),
    );
    this.args = args;
    this.logicalName = name;
    const subnetGroup = this.createSubnetGroup();
    const parameterGroup = this.createParameterGroup();
    const givenPassword = this.givenPassword();
    const instance = this.createInstance(subnetGroup, parameterGroup, givenPassword);

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
      { subnetIds, description: "WSO2 API-M Analytics", region, tags: tagsOf(name, this.args) },
      { parent: this },
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
        family,
        description: "WSO2 API-M Analytics",
        parameters: Object.entries(parameters).map(([key, value]) => ({
          name: key,
          value,
          applyMethod: "immediate",
        })),
        region,
        tags: tagsOf(name, this.args),
      },
      { parent: this, ignoreChanges: database.engineVersion === undefined ? ["family"] : [] },
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
    password: pulumi.Output<string> | undefined,
  ): aws.rds.Instance {
    const { database, securityGroupId, region, protect = true } = this.args;
    return new aws.rds.Instance(
      this.logicalName,
      {
        engine: "mysql",
        engineVersion: database.engineVersion ?? defaultEngineVersion,
        engineLifecycleSupport: `open-source-rds-extended-support${database.extendedSupport ? "" : "-disabled"}`,
        autoMinorVersionUpgrade: true,
        allowMajorVersionUpgrade: database.allowMajorVersionUpgrade ?? false,
        instanceClass: database.instanceClass ?? defaultInstanceClass,
        storageType: "gp3",
        allocatedStorage: database.allocatedStorage ?? 100,
        maxAllocatedStorage: database.maxAllocatedStorage ?? 500,
        storageEncrypted: true,
        kmsKeyId: database.kmsKeyId,
        multiAz: database.multiAz ?? true,
        publiclyAccessible: false,
        dbSubnetGroupName: subnetGroup.name,
        vpcSecurityGroupIds: [securityGroupId],
        parameterGroupName: parameterGroup.name,
        username: database.masterUsername ?? "admin",
        ...(password === undefined ? { manageMasterUserPassword: true } : { password }),
        backupRetentionPeriod: database.backupRetentionDays ?? 7,
        backupWindow: database.backupWindow,
        maintenanceWindow: database.maintenanceWindow,
        applyImmediately: database.applyImmediately ?? false,
        deletionProtection: protect,
        skipFinalSnapshot: false,
        finalSnapshotIdentifier: this.finalSnapshotName(),
        copyTagsToSnapshot: true,
        enabledCloudwatchLogsExports: ["error", "slowquery"],
        performanceInsightsEnabled: database.performanceInsights ?? false,
        ...this.monitoring(),
        region,
        tags: tagsOf(this.logicalName, this.args),
      },
      { parent: this, protect, ignoreChanges: database.engineVersion === undefined ? ["engineVersion"] : [] },
    );
  }

  /** One that no earlier deployment of this name has left behind. */
  private finalSnapshotName(): pulumi.Output<string> {
    const prefix = this.logicalName.replaceAll(/[^A-Za-z0-9]+/g, "-");
    return pulumi.unsecret(
      generateOnce(
        `${this.logicalName}-finalSnapshot`,
        () => `${prefix}-final-${randomBytes(4).toString("hex")}`,
        {
          parent: this,
        },
      ),
    );
  }

  private monitoring() {
    const { monitoringSeconds } = this.args.database;
    if (monitoringSeconds === undefined) return {};
    const name = `${this.logicalName}-monitoring`;
    const options = { parent: this };
    const role = new aws.iam.Role(
      name,
      { assumeRolePolicy: trusting("monitoring.rds.amazonaws.com"), tags: tagsOf(name, this.args) },
      options,
    );
    const permission = new aws.iam.RolePolicy(
      name,
      {
        role: role.name,
        policy: policy(
          [
            "logs:CreateLogGroup",
            "logs:PutRetentionPolicy",
            "logs:CreateLogStream",
            "logs:PutLogEvents",
            "logs:DescribeLogStreams",
            "logs:GetLogEvents",
          ],
          "arn:*:logs:*:*:log-group:RDS*",
        ),
      },
      options,
    );
    const monitoringRoleArn = pulumi.all([role.arn, permission.urn]).apply(([arn]) => arn);
    return { monitoringInterval: monitoringSeconds, monitoringRoleArn };
  }
}

/** `8.4.5` → `mysql8.4`. */
function parameterGroupFamily(engineVersion: string): string {
  return `mysql${engineVersion.split(".").slice(0, 2).join(".")}`;
}
