import {
  type ClusterDescription,
  type DatabaseDescription,
  DatabaseRole,
  databaseNames,
  databaseRoles,
  GrantMode,
  statisticsDatabaseOf,
} from "../description";

/** The databases that get the distribution's tables; the product itself makes those of the other two. */
export const schemaRoles = [DatabaseRole.User, DatabaseRole.Registry] as const;

/** Stated always: the plugin's default is utf8, MySQL 8's utf8mb4, and a row of the event store fits with neither. */
export const defaultCharacterSet = "latin1";

/** The default collation of each character set, stated so that a refresh finds no difference. */
export const collations: Readonly<Record<string, string>> = {
  latin1: "latin1_swedish_ci",
  utf8: "utf8_general_ci",
  utf8mb4: "utf8mb4_general_ci",
};

/** A grant of its own. */
export interface PrivilegeGroup {
  /** Ends the logical name of its grant. */
  purpose: string;
  /** The purpose in 0.1.0, under which an update finds the grant. */
  formerPurpose?: string;
  privileges: readonly string[];
}

/** What GRANT calls ALL on a database, in every version of MySQL. */
export const allPrivileges: readonly string[] = [
  "ALTER",
  "ALTER ROUTINE",
  "CREATE",
  "CREATE ROUTINE",
  "CREATE TEMPORARY TABLES",
  "CREATE VIEW",
  "DELETE",
  "DROP",
  "EVENT",
  "EXECUTE",
  "INDEX",
  "INSERT",
  "LOCK TABLES",
  "REFERENCES",
  "SELECT",
  "SHOW VIEW",
  "TRIGGER",
  "UPDATE",
];

const readWrite: readonly string[] = ["SELECT", "INSERT", "UPDATE", "DELETE"];

/**
 * What the product's user may do in a database. `least`: rows everywhere, and tables in the two analytics databases, where
 * the product creates, indexes and drops them while it runs (rdbms-config.xml of carbon-analytics 1.3.0). `documented`
 * is the spec's `grant all`: these, and all others besides.
 *
 * The two groups have nothing in common, so that a change of the mode makes or deletes a grant and never replaces one:
 * the provider revokes what the old one named after it has granted the new one (measured), and what is in both would be lost.
 */
export function runtimePrivileges(mode: GrantMode, role: DatabaseRole): PrivilegeGroup[] {
  const makesTables = role === DatabaseRole.EventStore || role === DatabaseRole.ProcessedData;
  const needed = makesTables ? [...readWrite, "CREATE", "INDEX", "DROP"] : readWrite;
  const others = allPrivileges.filter((privilege) => !needed.includes(privilege));
  return [
    { purpose: "needed", privileges: needed },
    ...(mode === GrantMode.Documented ? [{ purpose: "others", privileges: others }] : []),
  ];
}

/**
 * What the distribution's scripts need; without ALTER or REFERENCES their foreign keys fail. Further scripts may also
 * fill what they make, as those of `dbscripts/identity` do.
 */
export function schemaPrivileges(furtherScripts: boolean): PrivilegeGroup[] {
  return [
    { purpose: "tables", formerPurpose: "making", privileges: ["CREATE", "ALTER", "INDEX", "REFERENCES"] },
    ...(furtherScripts ? [{ purpose: "rows", formerPurpose: "filling", privileges: ["INSERT"] }] : []),
  ];
}

/** What the product finds in a database that is as it should be. */
export interface DatabaseUse {
  name: string;
  /** Whether it has tables before the product has ever run. */
  hasTables: boolean;
  /** What its user was granted there; empty where somebody else grants it. */
  privileges: string[];
}

export function databaseUses(database: DatabaseDescription): DatabaseUse[] {
  const names = databaseNames(database);
  const { administrator, grants = GrantMode.Documented } = database;
  return databaseRoles.map((role) => ({
    name: names[role],
    hasTables: schemaRoles.some((made) => made === role),
    privileges:
      administrator === undefined ? [] : runtimePrivileges(grants, role).flatMap((group) => group.privileges),
  }));
}

/** `_` and `%` are wildcards in GRANT: unescaped, `a_db` would cover `axdb` too. */
export function grantPattern(database: string): string {
  return database.replaceAll("_", "\\_").replaceAll("%", "\\%");
}

/**
 * Connections that two nodes can open: each datasource has a pool of 50 (`maxActive`), four of them on this server, a
 * fifth where the statistics database is there too.
 */
export function possibleConnections(description: ClusterDescription): number {
  const sharesServer = statisticsDatabaseOf(description)?.host === description.database.host;
  return 2 * 50 * (sharesServer ? 5 : 4);
}
