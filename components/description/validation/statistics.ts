import type { Problem } from "../problem";
import { ProblemCode } from "../problemKinds";
import type { Known } from "./known";

/** A statistics database that is there needs all of these; one that is left out on purpose needs nothing. */
export function checkStatistics({ description, isUnknown }: Known): Problem[] {
  const statistics = description.statisticsDatabase;
  if (statistics === undefined || statistics.enabled === false || isUnknown("statisticsDatabase.enabled")) {
    return [];
  }
  return (["host", "name", "username", "password"] as const).flatMap((key) => {
    const place = `statisticsDatabase.${key}`;
    if (statistics[key] !== undefined || isUnknown(place)) return [];
    const remedy = "give it, or enabled: false if there is no statistics database";
    return [{ place, code: ProblemCode.MissingCompanion, problem: "is missing", remedy }];
  });
}
