import { isIPv6 } from "node:net";
import type { remote } from "@pulumi/command";
import * as mysql from "@pulumi/mysql";
import * as pulumi from "@pulumi/pulumi";
import {
  type AnalyticsClusterArgs,
  type ClusterDescription,
  clusterShape,
  type DatabaseArgs,
  type DatabaseNames,
  type DatabaseRole,
  databaseNames,
  databaseRoles,
  defaultDatabaseNames,
  mapSecrets,
  type Problem,
  ProblemCode,
} from "../description";
import { type PinnedHostKeys, SshHost } from "../node";
import { collations, defaultCharacterSet, possibleConnections } from "../product";
import {
  createProtection,
  currentArgs,
  isInner,
  knownValue,
  registeredInputs,
  resolveArgs,
  rethrowProblems,
  throwProblems,
  withAbsolutePaths,
  withFormerType,
} from "../program";
import { accounts, clients, plain } from "./databaseAccounts";
import { adoptionHooks, userErrorHooks } from "./databaseHooks";
import { createDatabaseUser } from "./databaseUser";
import { LoginTrial } from "./loginTrial";
import { schemaRequest } from "./schemaRequest";

/** What a client of the databases needs. */
export interface DatabaseConnection {
  host: string;
  port: number;
  username: string;
  password: string;
}

/** The description of the whole cluster. */
export interface AnalyticsDatabasesArgs extends AnalyticsClusterArgs {
  /** Keys to expect of hosts on the way to the first node for which its `ssh` gives none. @default any key is accepted */
  hostKeys?: PinnedHostKeys;
}

/**
 * The four databases on any MySQL, the user the product logs in with from each of its hosts, that user's grants on
 * exactly these databases, and the tables of the user and registry databases. (Spec step 3.)
 *
 * Takes the description of the whole cluster, of which it reads `database` with its `administrator`, `nodes` (the
 * default of `database.clientHosts`; the scripts run on the first, with its mysql client) and `product` (the
 * distribution has the scripts).
 *
 * Whatever gets another name is made anew before the old one goes, at the end of the update: databases, users, grants.
 * Destroyed, it leaves all of them in MySQL unless `database.retain` is false. (docs/databases.md)
 */
export class AnalyticsDatabases extends pulumi.ComponentResource {
  /** How the product connects; resolves when databases, users, grants and tables are there. @secret */
  readonly connection: pulumi.Output<DatabaseConnection>;
  /** The names of the databases by what they hold. */
  readonly names: pulumi.Output<DatabaseNames>;
  /** The last resources created: the tables, or the grants where no tables are created. Use in `dependsOn`. */
  readonly ready: pulumi.Resource[];
  private readonly checked: pulumi.Output<boolean>;
  private readonly provider: mysql.Provider;

  constructor(name: string, args: AnalyticsDatabasesArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(
      "wso2-analytics:index:AnalyticsDatabases",
      name,
      registeredInputs(args, opts),
      withFormerType("pulumi-wso2-analytics:index:AnalyticsDatabases", opts),
    );
    const { hostKeys = {}, ...given } = args;
    args = withAbsolutePaths(currentArgs(given, this), clusterShape);
    throwProblems(name, problemsOf(args.database));
    const description = isInner(opts)
      ? pulumi.output(mapSecrets(args, pulumi.secret))
      : resolveArgs(name, args);
    const tablesScript = args.database.schema?.skip
      ? undefined
      : description.apply((known) => rethrowProblems(name, schemaRequest(known)));
    // Nothing is made before the scripts were found in the distribution.
    this.checked = pulumi.unsecret(pulumi.all([description, tablesScript]).apply(() => true));
    const { adopt = false } = args.database;
    const login = new LoginTrial(name, knownValue(administratorLogin(args.database)), adopt);
    const trial = login.hooks;
    this.provider = this.createProvider(name, args.database, login.providerHooks);

    const adoption = adopt ? adoptionHooks(name) : [];
    const hooks = { beforeCreate: trial, beforeUpdate: [...trial, ...adoption] };
    const databases = new Map(
      databaseRoles.map((role) => [role, this.createDatabase(name, role, args, hooks)] as const),
    );
    const grants = this.createUsers(name, args, databases, trial);
    const [first] = args.nodes;
    const ssh = { ssh: first?.ssh ?? {}, address: first?.address ?? "", hostKeys };
    const host = new SshHost(name, ssh, this);
    const schema = (script: pulumi.Output<string>) => host.run("schema", { script, dependsOn: grants });
    const tables = tablesScript === undefined ? [] : [schema(tablesScript)];
    this.ready = tables.length > 0 ? tables : grants;
    for (const command of tables) {
      this.warnOfFewConnections(command, description);
    }
    createProtection(name, args.protect, this.ready, this);

    const urns = pulumi.all(this.ready.map((resource) => resource.urn));
    this.connection = pulumi.secret(pulumi.all([description, urns]).apply(([known]) => connectionOf(known)));
    this.names = pulumi.unsecret(description.apply(({ database }) => databaseNames(database)));
    this.registerOutputs({ connection: this.connection, names: this.names });
  }

  /**
   * Explicit, so that the server can be one that the same update makes. It waits until the description was found right,
   * and everything in MySQL waits for it. (Each resource that waited on its own would have all that the description
   * comes from as its dependencies, and the engine follows every path through them when it refuses a destroy.)
   */
  private createProvider(
    name: string,
    { administrator, host, port }: DatabaseArgs,
    trial: pulumi.ResourceHook[],
  ): mysql.Provider {
    return new mysql.Provider(
      `${name}-mysql`,
      {
        endpoint: pulumi
          .all([administrator?.host ?? host, administrator?.port ?? port ?? 3306, this.checked])
          .apply(([server, number]) => `${isIPv6(server) ? `[${server}]` : server}:${number}`),
        username: administrator?.username ?? "",
        password: pulumi.secret(administrator?.password ?? ""),
        tls: administrator?.tls ?? "false",
        // A login may stand in it.
        ...(administrator?.proxy === undefined ? {} : { proxy: pulumi.secret(administrator.proxy) }),
        // The provider opens a pool per call and closes none; a server with few connections left should survive that.
        maxOpenConns: 2,
        maxConnLifetimeSec: 60,
      },
      // Nothing else is tried where this fails, so there is one error.
      { parent: this, hooks: { beforeCreate: trial } },
    );
  }

  private createDatabase(
    name: string,
    role: DatabaseRole,
    { database: args, protect }: AnalyticsClusterArgs,
    hooks: pulumi.ResourceHookBinding,
  ): mysql.Database {
    const databaseName = args.names?.[role] ?? defaultDatabaseNames[role];
    const characterSet = pulumi.output(args.characterSets?.[role] ?? defaultCharacterSet);
    return new mysql.Database(
      `${name}-${role}`,
      {
        name: databaseName,
        defaultCharacterSet: characterSet,
        defaultCollation: characterSet.apply((set) => collations[set] ?? ""),
      },
      {
        parent: this,
        provider: this.provider,
        hooks,
        protect,
        retainOnDelete: args.retain ?? true,
        // The plugin would have one of another name deleted first, and before it the grants on it.
        deleteBeforeReplace: false,
        import: args.adopt ? plain(databaseName, role) : undefined,
      },
    );
  }

  /** @returns their grants */
  private createUsers(
    name: string,
    args: AnalyticsClusterArgs,
    databases: ReadonlyMap<DatabaseRole, mysql.Database>,
    trial: pulumi.ResourceHook[],
  ): mysql.Grant[] {
    const common = {
      databases,
      retain: args.database.retain ?? true,
      parent: this,
      provider: this.provider,
      trial,
      onError: userErrorHooks(name),
    };
    return accounts(args.database).flatMap((account) =>
      clients(args).flatMap((client) => createDatabaseUser(name, { account, client, ...common })),
    );
  }

  private warnOfFewConnections(tables: remote.Command, description: pulumi.Output<ClusterDescription>): void {
    pulumi.all([tables.stdout, description]).apply(([report, known]) => {
      const limit = Number(/^max_connections=(\d+)$/m.exec(report)?.[1]);
      const needed = possibleConnections(known);
      const warning = `MySQL allows ${limit} connections (max_connections); the pools of two nodes can open ${needed}. Raise it.`;
      return limit < needed ? pulumi.log.warn(warning, this) : undefined;
    });
  }
}

/** With the provider's own defaults. */
function administratorLogin({ administrator, host, port }: DatabaseArgs) {
  return pulumi.output({
    host: administrator?.host ?? host,
    port: administrator?.port ?? port ?? 3306,
    username: administrator?.username ?? "",
    password: administrator?.password ?? "",
    tls: administrator?.tls ?? "false",
    proxy: administrator?.proxy,
  });
}

/** How the product connects. */
export function connectionOf({ database }: ClusterDescription): DatabaseConnection {
  const { host, port = 3306, username, password } = database;
  return { host, port, username, password };
}

function problemsOf({ administrator, adopt, names = {} }: DatabaseArgs): Problem[] {
  const problems: Problem[] = [];
  if (administrator === undefined) {
    problems.push({
      place: "database.administrator",
      code: ProblemCode.MissingArgument,
      problem: "is not given",
      remedy: "give the user and password that may create databases and users",
    });
  }
  for (const [role, databaseName] of Object.entries(names)) {
    if (adopt && typeof databaseName !== "string") {
      problems.push({
        place: `database.names.${role}`,
        code: ProblemCode.LateValue,
        problem: "is not known when the program runs, so the database cannot be adopted",
        remedy: "give the name as a plain string",
      });
    }
  }
  return problems;
}
