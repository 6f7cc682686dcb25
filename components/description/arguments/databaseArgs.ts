import type { Input } from "@pulumi/pulumi";
import type { GrantMode, SchemaDatabase } from "../clusterDescription";

/** What is made in MySQL, wherever it runs, and how the product uses it. */
export interface DatabaseUseArgs {
  /**
   * The user the product logs in with; on AWS not the master user. A new name: the new user is made first, and the old one
   * goes when both nodes have the new one. (docs/databases.md)
   * @change restart; the new user is made before, the old one goes at the end
   * @format userName
   */
  username: Input<string>;
  /**
   * Its password, of 4 characters or more; a secret. Letters, digits and `& < > " = # ; : % { }` are fine, non-ASCII too;
   * quotes (`'`), backslashes and `${` are refused. Changed in place, no node can log in again until it has restarted; give a
   * new `username` with it to avoid that gap.
   * @change restart; until its restart a node cannot log in anew
   * @format runtimePassword @secret
   */
  password: Input<string>;
  /**
   * Names of the databases. A new name makes a new, empty database; refused while `protect` is on.
   * @change restart; with a new, empty database, refused while protected
   */
  names?: DatabaseNamesArgs;
  /**
   * Character sets. The two analytics databases must be latin1: their rows do not fit with any other.
   * @change in place; for tables that are made from then on
   */
  characterSets?: DatabaseCharacterSetsArgs;
  /**
   * A PEM file, on the machine that runs Pulumi, with the certificates of the authorities that MySQL's is checked against. The
   * product then demands TLS and verifies the server's certificate, with a Java trust store that each node gets with its
   * configuration. (docs/databases.md)
   * @default no TLS, unless `jdbcParameters` ask for it
   * @example "./ca.pem" from the data folder of MySQL
   * @change restart
   * @path
   */
  caBundle?: Input<string>;
  /**
   * Parameters of the JDBC URLs, merged over `autoReconnect=true` and `useSSL=false`, or over those of `caBundle`. A user of
   * MySQL 8 can log in over TLS, or with `allowPublicKeyRetrieval: "true"` in a network that is trusted. With `useSSL` the driver
   * verifies the certificate: give `caBundle`, or `verifyServerCertificate: "false"`.
   * @example { useSSL: "true", requireSSL: "true", verifyServerCertificate: "false", enabledTLSProtocols: "TLSv1.2" }
   * @change restart
   * @keys jdbcKey @format jdbcValue
   */
  jdbcParameters?: Record<string, Input<string>>;
  /**
   * The client hosts MySQL sees the nodes as: addresses, names or patterns. Needed where the nodes' addresses are
   * translated. One user and its grants each. @default the nodes' addresses
   * @change in place; the new users are made before, the old ones go at the end
   * @format clientHost @length notEmpty
   */
  clientHosts?: Input<string>[];
  /**
   * `documented` (ALL on the four databases, the specification's) or `least` (what the product needs). What only the old
   * one has is revoked when both nodes have restarted, if they have to. @default "documented"
   * @change in place
   */
  grants?: GrantMode;
  /** How the tables of the user and registry databases are made. @change in place; tables that are there stay */
  schema?: SchemaArgs;
  /**
   * Keeps the four databases in MySQL when their resources are deleted: a destroy, a new name. Users and grants stay after
   * a destroy too; under another name or host the old user goes in any case. @default true
   * @change nothing
   */
  retain?: boolean;
  /**
   * Takes over databases that exist instead of making them, for example after a destroy that retained them. All four have
   * to be there; refused, before anything is changed, where the character set of one differs. Users cannot be taken over
   * (docs/databases.md). Taken back, nothing changes. @default false
   * @change nothing; for databases that are not in the state yet
   */
  adopt?: boolean;
}

export interface DatabaseArgs extends DatabaseUseArgs {
  /** Host name or address of MySQL as the nodes see it. @change restart @format host */
  host: Input<string>;
  /** @default 3306 @change restart @format port */
  port?: Input<number>;
  /**
   * Who makes databases, users and grants. Left out, nothing is made in MySQL: all of it is there already, or an
   * `AnalyticsDatabases` of yours makes it. Taken away later, everything stays in MySQL unless `retain` is false: then the
   * nodes can no longer log in.
   * @change nothing
   */
  administrator?: AdministratorArgs;
}

export interface DatabaseNamesArgs {
  /** @default "userdb" @format databaseName */
  user?: Input<string>;
  /** @default "regdb" @format databaseName */
  registry?: Input<string>;
  /** @default "WSO2_ANALYTICS_EVENT_STORE_DB" @format databaseName */
  eventStore?: Input<string>;
  /** @default "WSO2_ANALYTICS_PROCESSED_DATA_STORE_DB" @format databaseName */
  processedData?: Input<string>;
}

/** Each @default "latin1". */
export interface DatabaseCharacterSetsArgs {
  /** @format characterSet */
  user?: Input<string>;
  /** @format characterSet */
  registry?: Input<string>;
  /** @format characterSet */
  eventStore?: Input<string>;
  /** @format characterSet */
  processedData?: Input<string>;
}

export interface SchemaArgs {
  /** Makes no tables: another deployment shares the databases and has made them. @default false */
  skip?: boolean;
  /**
   * The user that makes the tables when `grants` is `least`; refused otherwise, where it would have nothing to do.
   * @format userName
   */
  username?: Input<string>;
  /** Its password; a secret. @format sqlPassword @secret */
  password?: Input<string>;
  /**
   * Further scripts of the distribution, run once after the tables were made.
   * @example [{ path: "dbscripts/identity/mysql-5.7.sql", database: "user" }]
   */
  furtherScripts?: FurtherScriptArgs[];
}

export interface FurtherScriptArgs {
  /** Path in the distribution. @format scriptPath */
  path: Input<string>;
  database: Input<SchemaDatabase>;
}

/** Paths in the registry database that both nodes share. */
export interface RegistryMountsArgs {
  /** Target of the mount `/_system/config`. @default "/_system/config" @format registryPath */
  config?: Input<string>;
  /** Target of the mount `/_system/governance`. @default "/_system/governance" @format registryPath */
  governance?: Input<string>;
}

export interface AdministratorArgs {
  /** @format userName */
  username: Input<string>;
  /** @format password @secret */
  password: Input<string>;
  /** Where Pulumi reaches MySQL, if not where the nodes do. @default database.host @format dialledHost */
  host?: Input<string>;
  /** @default database.port @format port */
  port?: Input<number>;
  /**
   * A SOCKS proxy on the way; kept as a secret, as a login may stand in it.
   * @example "socks5h://127.0.0.1:1080"
   * @format proxy @secret
   */
  proxy?: Input<string>;
  /** `true`, `false` or `skip-verify`. @default "false" @format mysqlTls */
  tls?: Input<string>;
}

/** `host`, `name`, `username` and `password` are needed unless `enabled` is false. */
export interface StatisticsDatabaseArgs {
  /** `false` says that there is no statistics database on purpose: nothing is changed, and no warning is given. @default true */
  enabled?: Input<boolean>;
  /** @format host */
  host?: Input<string>;
  /** @default 3306 @format port */
  port?: Input<number>;
  /** @format databaseName */
  name?: Input<string>;
  /** @format userName */
  username?: Input<string>;
  /** @format productPassword @secret */
  password?: Input<string>;
  /** Merged over `autoReconnect=true` and `useSSL=false`. @keys jdbcKey @format jdbcValue */
  jdbcParameters?: Record<string, Input<string>>;
}
