import type { DatabaseDescription } from "./clusterDescription";

/** The four databases of spec step 3 by what they hold. */
export const DatabaseRole = {
  User: "user",
  Registry: "registry",
  EventStore: "eventStore",
  ProcessedData: "processedData",
} as const;
export type DatabaseRole = (typeof DatabaseRole)[keyof typeof DatabaseRole];

export const databaseRoles: readonly DatabaseRole[] = Object.values(DatabaseRole);

/** The names of the four databases. */
export interface DatabaseNames {
  user: string;
  registry: string;
  eventStore: string;
  processedData: string;
}

/** As in the spec; the analytics ones are also the names of their datasources. */
export const defaultDatabaseNames: DatabaseNames = {
  user: "userdb",
  registry: "regdb",
  eventStore: "WSO2_ANALYTICS_EVENT_STORE_DB",
  processedData: "WSO2_ANALYTICS_PROCESSED_DATA_STORE_DB",
};

export function databaseNames(database: DatabaseDescription): DatabaseNames {
  const given = Object.entries(database.names ?? {}).filter(([, name]) => name !== undefined);
  return { ...defaultDatabaseNames, ...Object.fromEntries(given) };
}
