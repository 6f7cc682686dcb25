import { ProblemCode, statisticsDatabaseOf } from "../../description";
import { statisticsDatasource } from "../files/statisticsDatasources";
import { type Finding, warning } from "./finding";
import type { Inspected } from "./homeFindings";
import { isEmbedded } from "./jdbcUrl";

/** As shipped, each node writes the API statistics to a database that API-M does not see. */
export function privateStatistics({ description, profile, before }: Inspected): Finding[] {
  if (profile.files.statisticsDatasources === undefined) return [];
  const isIntended = description.statisticsDatabase?.enabled === false;
  if (isIntended || statisticsDatabaseOf(description) !== undefined) return [];
  const shared = before.datasources.some(
    ({ name, url }) => name === statisticsDatasource && url !== undefined && !isEmbedded(url),
  );
  if (shared) return [];
  return [
    warning(
      ProblemCode.RecommendedArgument,
      "statisticsDatabase",
      "is not given, so each node writes the API statistics to an H2 file of its own and API-M's Publisher and Store show none",
      "give the database that API-M reads as WSO2AM_STATS_DB, or enabled: false if there is none on purpose",
    ),
  ];
}
