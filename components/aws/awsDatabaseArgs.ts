import type { Input } from "@pulumi/pulumi";
import type { DatabaseUseArgs } from "../description";
import type { DatabaseTls } from "./databaseTls";

/** Arguments that an existing database has as well as a new one. */
export type DatabaseUseKeys = keyof DatabaseUseArgs | "administrator" | "existing" | "tls";

export interface AwsDatabaseArgs extends DatabaseUseArgs {
  /**
   * A MySQL that exists, such as RDS for MySQL or Aurora MySQL, instead of a new RDS instance. What only a new instance has
   * (`engineVersion`, `kmsKeyId` and the like) is refused beside it. (docs/aws.md)
   * @default a new RDS instance
   * @example
   * {
   *   host: "shared.cluster-abc123.eu-west-1.rds.amazonaws.com",
   *   securityGroupId: "sg-0a1b2c3d",
   *   administrator: { username: "admin", password },
   * }
   */
  existing?: ExistingDatabaseArgs;
  /** Parameters of the JDBC URLs, merged over those of `tls`. @change restart @keys jdbcKey @format jdbcValue */
  jdbcParameters?: Record<string, Input<string>>;
  /** How Pulumi reaches MySQL, where that is not the endpoint itself. @change nothing */
  administrator?: AwsAdministratorArgs;

  /**
   * `8.4`, or with `extendedSupport` `8.0` or `5.7`; with a minor version to pin it. The distribution's scripts and
   * Connector/J 5.1.49 know these three. With three parts, such as `8.4.6`, it stays until you change it; with two, RDS
   * upgrades the minor version by itself in the maintenance window. Another major version needs `allowMajorVersionUpgrade`.
   * @default "8.4"
   * @change in place; an upgrade with downtime, in the maintenance window or now with `applyImmediately`
   * @format engineVersion
   */
  engineVersion?: Input<string>;
  /**
   * The RDS class. Restart of the database. 8 GiB carry the 600 connections of `maxConnections`; about 245 USD a month
   * in eu-west-1 with the standby of `multiAz`. @default "db.m6g.large"
   * @change in place; the database restarts, in the maintenance window or now with `applyImmediately`
   * @format databaseClass
   */
  instanceClass?: Input<string>;
  /**
   * GiB, gp3. It grows and never shrinks. @default 100
   * @change in place; in the maintenance window, or now with `applyImmediately`
   * @range 20 to 65536 GiB
   */
  allocatedStorage?: Input<number>;
  /**
   * GiB to which RDS lets it grow by itself; at least a tenth more than `allocatedStorage`.
   * @default 500 @change in place
   * @range 20 to 65536 GiB
   */
  maxAllocatedStorage?: Input<number>;
  /**
   * Operations a second, 12000 to 64000; only from 400 GiB on, where RDS stripes the storage. @default 12000, included in the price
   * @change in place; in the maintenance window, or now with `applyImmediately`
   * @range 12000 to 64000 operations a second
   */
  iops?: Input<number>;
  /**
   * MiB a second, 500 to 4000, at most a quarter of `iops`; only from 400 GiB on. @default 500, included in the price
   * @change in place; in the maintenance window, or now with `applyImmediately`
   * @range 500 to 4000 MiB a second
   */
  storageThroughput?: Input<number>;
  /**
   * A standby in another zone; doubles the cost. @default true
   * @change in place; in the maintenance window, or now with `applyImmediately`
   */
  multiAz?: Input<boolean>;
  /** Days of backups, 1 to 35. @default 7 @change in place @range 1 to 35 days */
  backupRetentionDays?: Input<number>;
  /**
   * UTC, at least 30 minutes, apart from `maintenanceWindow`.
   * @example "02:00-03:00" @default RDS chooses @change in place
   * @format backupWindow
   */
  backupWindow?: Input<string>;
  /**
   * UTC, at least 30 minutes, apart from `backupWindow`.
   * @example "sun:03:30-sun:04:30" @default RDS chooses @change in place
   * @format maintenanceWindow
   */
  maintenanceWindow?: Input<string>;
  /**
   * Lets a changed `engineVersion` be an upgrade to another major version. Needs `applyImmediately`: the upgrade takes a new
   * parameter group, and the old one cannot be deleted before it. Run that update when the database may be down.
   * @default false
   * @change nothing
   */
  allowMajorVersionUpgrade?: Input<boolean>;
  /**
   * Makes changes that restart the database now instead of in the maintenance window. @default false
   * @change nothing
   */
  applyImmediately?: Input<boolean>;
  /**
   * The pools of both nodes can open 500 (`maxActive` 50, five datasources). @default 600
   * @change in place
   * @range 10 to 16000 connections
   */
  maxConnections?: Input<number>;
  /**
   * The RDS user that owns everything. @default "admin"
   * @change replacement; refused while protected
   * @format masterUsername
   */
  masterUsername?: Input<string>;
  /**
   * 8 to 41 characters, none of `/ @ "` or blanks; a secret.
   * @default generated once and kept in the stack's state; output `masterPassword`
   * @change in place
   * @format masterPassword @secret
   */
  masterPassword?: Input<string>;
  /**
   * RDS makes the password, keeps it in Secrets Manager and changes it every seven days; it is read at every run.
   * Costs 0.40 USD a month. @default false
   * @change in place
   */
  manageMasterSecret?: boolean;
  /**
   * `verified`, `encrypted` (any certificate) or `off`, for the product and, but for `off`, demanded by MySQL. @default "verified"
   * @change restart
   */
  tls?: DatabaseTls;
  /**
   * The certificates of RDS on the machine that runs Pulumi, needed for `verified`. A new bundle is put on the nodes in
   * place, and serves every connection that the product makes from then on.
   * @example "./eu-west-1-bundle.pem" from https://truststore.pki.rds.amazonaws.com/eu-west-1/eu-west-1-bundle.pem
   * @change in place; for every new connection
   * @path
   */
  caBundle?: Input<string>;
  /**
   * Keeps a version past its standard support, which AWS charges per core and hour. Without it RDS **upgrades the database to
   * the next major version by force** when standard support ends. Counts at creation only (docs/aws.md has the command for later).
   * @default false
   * @change nothing
   */
  extendedSupport?: boolean;
  /**
   * Days that CloudWatch keeps the error log and the slow log of MySQL; 0 is for ever. The groups go with the stack.
   * @default 30
   * @change in place
   * @format logRetention
   */
  logRetentionDays?: Input<number>;
  /** Free for seven days of history. @default false @change in place */
  performanceInsights?: Input<boolean>;
  /**
   * Enhanced monitoring: 1, 5, 10, 15, 30 or 60 seconds; makes its role. Billed as CloudWatch logs. @default off
   * @change in place
   * @format monitoringInterval
   */
  monitoringSeconds?: number;
  /**
   * The KMS key of the storage. @default AWS's own for RDS
   * @change replacement; refused while protected
   * @format keyId
   */
  kmsKeyId?: Input<string>;
  /**
   * A snapshot to restore instead of an empty database, such as the last one of a deployment that was destroyed; with `adopt`,
   * a new `username`, and `masterUsername` as it was (docs/aws.md). Counts when the database is made.
   * @example "analytics-mysql-0a1b2c3d-final"
   * @change nothing
   * @format databaseSnapshot
   */
  snapshotIdentifier?: Input<string>;
  /** Its subnets, in two zones. @default the deployment's @change in place @format subnetId @length atLeastTwo */
  subnetIds?: Input<string>[];
}

/** A database that others own: nothing of it is changed but its group, which gets rules, and what is made in MySQL. */
export interface ExistingDatabaseArgs {
  /**
   * Its endpoint: of RDS the instance's, of Aurora the cluster's, as a reader takes no writes.
   * @change restart
   * @format endpoint
   */
  host: Input<string>;
  /** @default 3306 @change restart @format port */
  port?: Input<number>;
  /**
   * Its security group, in the VPC of the nodes. It gets the rules that let in the nodes, the bastion and
   * `access.databaseClients`; the rules that it has already are not touched.
   * @change in place; new rules are made before the old ones go
   * @format securityGroupId
   */
  securityGroupId: Input<string>;
  /**
   * Who makes databases, users and grants. Left out, nothing is made in MySQL: the product logs in with `username` and
   * `password`, to databases that have their tables.
   */
  administrator?: DatabaseLoginArgs;
}

export interface DatabaseLoginArgs {
  /** @change nothing @format userName */
  username: Input<string>;
  /** @change nothing @format password @secret */
  password: Input<string>;
}

/** How Pulumi reaches MySQL; who logs in is the master user, or `existing.administrator`. */
export interface AwsAdministratorArgs {
  /** @default the database's endpoint @format dialledHost */
  host?: Input<string>;
  /** @default the database's port @format port */
  port?: Input<number>;
  /** A SOCKS proxy, such as `ssh -D 1080` opens through the bastion. @example "socks5h://127.0.0.1:1080" @format proxy @secret */
  proxy?: Input<string>;
  /**
   * `true` verifies with the certificates of this machine, so needs `SSL_CERT_FILE` or an installed RDS bundle;
   * `skip-verify` encrypts. @default "skip-verify", or "false" where `tls` is `off`
   * @format mysqlTls
   */
  tls?: Input<string>;
}
