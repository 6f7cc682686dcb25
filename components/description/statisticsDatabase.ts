import type { ClusterDescription } from "./clusterDescription";

/** A statistics database that is there, with what it needs. */
export interface StatisticsDatabase {
  host: string;
  port?: number;
  name: string;
  username: string;
  password: string;
  jdbcParameters?: Record<string, string>;
}

/** The statistics database of a validated description; undefined if there is none. */
export function statisticsDatabaseOf(description: ClusterDescription): StatisticsDatabase | undefined {
  const { enabled = true, ...given } = description.statisticsDatabase ?? { enabled: false };
  if (!enabled) return undefined;
  const { host = "", name = "", username = "", password = "", port, jdbcParameters } = given;
  return { host, port, name, username, password, jdbcParameters };
}
