import type { remote } from "@pulumi/command";
import * as mysql from "@pulumi/mysql";
import * as pulumi from "@pulumi/pulumi";
import { checkedDescription, orRefuse, refuse } from "./checkedDescription";
import type { AnalyticsClusterArgs, DatabaseArgs } from "./clusterArgs";
import {
  characterSet,
  collations,
  type DatabaseNames,
  type DatabaseRole,
  databaseNames,
  databaseRoles,
  defaultDatabaseNames,
  grantPattern,
  possibleConnections,
  runtimePrivileges,
  schemaPrivileges,
  schemaRoles,
} from "./configuration/databases";
import { type ClusterDescription, GrantMode } from "./configuration/description";
import { schemaRequest } from "./schemaRequest";
import { SshHost } from "./sshHost";

/** What a client of the databases needs. */
export interface DatabaseConnection {
  host: string;
  port: number;
  username: string;
  password: string;
}

/** Somebody who logs in to MySQL: the product, or whoever makes the tables. */
interface Account {
  /** Stands in logical names where the user's name is not known yet. */
  purpose: "runtime" | "schema";
  username: pulumi.Input<string> | undefined;
  password: (description: ClusterDescription) => string;
  name: (description: ClusterDescription) => string;
  privileges: (role: DatabaseRole) => string[];
}

/**
 * The four databases on any MySQL, the user the product logs in with from each of its hosts, that user's grants on
 * exactly these databases, and the tables of the user and registry databases. (Spec step 3.)
 *
 * Takes the description of the whole cluster, of which it reads `database` with its `administrator`, `nodes` (the
 * default of `database.clientHosts`; the scripts run on the first, with its mysql client) and `product` (the
 * distribution has the scripts).
 *
 * The logical names of users and grants carry user, host and database, so that a new user or host is made before the
 * old one goes. A grant whose privileges change is deleted first: the provider revokes what the old one named, which
 * would take the new one's privileges with it (measured).
 */
export class AnalyticsDatabases extends pulumi.ComponentResource {
  /** How the product connects, a secret; resolves when databases, users, grants and tables are there. */
  readonly connection: pulumi.Output<DatabaseConnection>;
  /** The names of the databases by what they hold. */
  readonly names: pulumi.Output<DatabaseNames>;
  private readonly description: pulumi.Output<ClusterDescription>;
  private readonly provider: mysql.Provider;

  constructor(name: string, args: AnalyticsClusterArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("pulumi-wso2-analytics:index:AnalyticsDatabases", name, {}, opts);
    requireAdministrator(name, args.database);
    const description = checkedDescription(name, args);
    const tablesScript = args.database.schema?.skip
      ? undefined
      : description.apply((known) => orRefuse(name, schemaRequest(known)));
    // Nothing is made before the scripts were found in the distribution.
    this.description = pulumi.all([description, tablesScript]).apply(([known]) => known);
    this.provider = this.makeProvider(name);

    const databases = databaseRoles.map((role) => this.makeDatabase(name, role, args.database));
    const grants = accounts(args.database).flatMap((account) =>
      clientHosts(args).flatMap((host, index) =>
        this.makeUser(name, account, host, `client${index + 1}`, databases),
      ),
    );
    const tables = tablesScript === undefined ? [] : [this.makeTables(name, args, tablesScript, grants)];

    const made = pulumi.all([...grants, ...tables].map((resource) => resource.urn));
    this.connection = pulumi.secret(
      pulumi.all([this.description, made]).apply(([{ database }]) => ({
        host: database.host,
        port: database.port ?? 3306,
        username: database.username,
        password: database.password,
      })),
    );
    this.names = pulumi.unsecret(this.description.apply(({ database }) => databaseNames(database)));
    this.registerOutputs({ connection: this.connection, names: this.names });
  }

  /** Explicit, so that the server can be one that the same update makes. */
  private makeProvider(name: string): mysql.Provider {
    const administrator = this.description.apply(({ database }) => ({
      ...database.administrator,
      host: database.administrator?.host ?? database.host,
      port: database.administrator?.port ?? database.port ?? 3306,
    }));
    return new mysql.Provider(
      `${name}-mysql`,
      {
        endpoint: pulumi.interpolate`${administrator.host}:${administrator.port}`,
        username: administrator.apply(({ username }) => username ?? ""),
        password: pulumi.secret(administrator.apply(({ password }) => password ?? "")),
        proxy: administrator.apply(({ proxy }) => proxy as string),
        tls: administrator.apply(({ tls }) => tls ?? "false"),
        // The provider opens a pool per call and closes none; a server with few connections left should survive that.
        maxOpenConns: 2,
        maxConnLifetimeSec: 60,
      },
      { parent: this },
    );
  }

  private makeDatabase(name: string, role: DatabaseRole, args: DatabaseArgs): mysql.Database {
    const databaseName = args.names?.[role];
    const charset = this.description.apply(({ database }) => characterSet(database, role));
    return new mysql.Database(
      `${name}-${role}`,
      {
        name: this.description.apply(({ database }) => databaseNames(database)[role]),
        defaultCharacterSet: charset,
        defaultCollation: charset.apply((set) => collations[set] ?? ""),
      },
      {
        parent: this,
        provider: this.provider,
        retainOnDelete: args.retain ?? true,
        import: args.adopt ? plain(databaseName ?? defaultDatabaseNames[role], "") : undefined,
      },
    );
  }

  /** One user as seen from one host, and its grants. */
  private makeUser(
    name: string,
    account: Account,
    host: pulumi.Input<string>,
    hostName: string,
    databases: readonly mysql.Database[],
  ): mysql.Grant[] {
    const logicalName = `${name}-${plain(account.username, account.purpose)}@${plain(host, hostName)}`;
    const options = { parent: this, provider: this.provider, deleteBeforeReplace: true };
    const user = new mysql.User(
      logicalName,
      {
        user: this.description.apply(account.name),
        host: pulumi.all([host, this.description]).apply(([value]) => value),
        plaintextPassword: pulumi.secret(this.description.apply(account.password)),
      },
      options,
    );
    return databaseRoles.flatMap((role, index) => {
      const privileges = account.privileges(role);
      const database = databases[index];
      if (privileges.length === 0 || database === undefined) {
        return [];
      }
      return new mysql.Grant(
        `${logicalName}-${role}`,
        {
          user: user.user,
          host: user.host.apply((value) => value ?? ""),
          database: database.name.apply(grantPattern),
          privileges,
        },
        options,
      );
    });
  }

  private makeTables(
    name: string,
    args: AnalyticsClusterArgs,
    script: pulumi.Output<string>,
    grants: mysql.Grant[],
  ): remote.Command {
    const [first] = args.nodes;
    const host = new SshHost(name, first?.ssh ?? {}, first?.address ?? "", this);
    const command = host.run("schema", { script, dependsOn: grants });
    pulumi.all([command.stdout, this.description]).apply(([report, description]) => {
      const warning = connectionsWarning(report, description);
      return warning === undefined ? undefined : pulumi.log.warn(warning, this);
    });
    return command;
  }
}

function requireAdministrator(name: string, database: DatabaseArgs): void {
  if (database.administrator === undefined) {
    refuse(name, [
      {
        place: "database.administrator",
        problem: "is not given",
        remedy: "give the user and password that may create databases and users",
      },
    ]);
  }
}

function accounts(database: DatabaseArgs): Account[] {
  const mode = database.grants ?? GrantMode.Documented;
  const runtime: Account = {
    purpose: "runtime",
    username: database.username,
    name: (description) => description.database.username,
    password: (description) => description.database.password,
    privileges: (role) => runtimePrivileges(mode, role),
  };
  if (mode === GrantMode.Documented || database.schema?.skip) {
    return [runtime];
  }
  const schema: Account = {
    purpose: "schema",
    username: database.schema?.username,
    name: (description) => description.database.schema?.username ?? "",
    password: (description) => description.database.schema?.password ?? "",
    privileges: (role) => ((schemaRoles as readonly string[]).includes(role) ? [...schemaPrivileges] : []),
  };
  return [runtime, schema];
}

function clientHosts({ database, nodes }: AnalyticsClusterArgs): pulumi.Input<string>[] {
  return database.clientHosts ?? nodes.map(({ address }) => address);
}

/** The value for a logical name; what is not known when the program runs is called by what it is for. */
function plain(value: pulumi.Input<string> | undefined, purpose: string): string {
  return typeof value === "string" ? value : purpose;
}

function connectionsWarning(report: string, description: ClusterDescription): string | undefined {
  const limit = Number(/^max_connections=(\d+)$/m.exec(report)?.[1]);
  const needed = possibleConnections(description);
  return limit < needed
    ? `MySQL allows ${limit} connections (max_connections); the pools of two nodes can open ${needed}. Raise it.`
    : undefined;
}
