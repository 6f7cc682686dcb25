import { DatabaseRole, type DeepPartial, type Known, type Problem, ProblemCode } from "../../description";
import type { ProductProfile } from "../profiles/productProfile";
import { findProfile } from "../profiles/profiles";

type Description = Known["description"];

/** Arguments that the product version has no use for, or cannot work with. */
export function checkProfileRules({ description, isUnknown }: Known): Problem[] {
  const profile = findProfile(description.product?.profile ?? "");
  if (profile === undefined) return [];
  return [
    ...persistence(description, profile),
    ...sparkAddresses(description, profile),
    ...statistics(description, profile),
    ...characterSets(description, profile),
  ].filter(({ place }) => !isUnknown(place));
}

function persistence({ eventProcessing }: Description, { id, persistsState }: ProductProfile): Problem[] {
  if (persistsState) return [];
  const { statePersistence, pruneStatePersistence } = eventProcessing ?? {};
  return [
    ...(statePersistence === undefined ? [] : ["statePersistence"]),
    ...(pruneStatePersistence === true ? ["pruneStatePersistence"] : []),
  ].map((key) => ({
    place: `eventProcessing.${key}`,
    code: ProblemCode.NoEffect,
    problem: `has no effect: ${id} does not persist state in the HA mode`,
    remedy: "leave it out",
  }));
}

function sparkAddresses({ nodes = [] }: Description, { id, readsSparkAddress }: ProductProfile): Problem[] {
  if (readsSparkAddress) return [];
  return nodes.flatMap((node, index) =>
    node?.sparkAddress === undefined
      ? []
      : [
          {
            place: `nodes[${index}].sparkAddress`,
            code: ProblemCode.NoEffect,
            problem: `has no effect: Spark of ${id} takes the address of the first network interface`,
            remedy: "leave it out, and give that address as nodes[].address",
          },
        ],
  );
}

function statistics({ statisticsDatabase }: Description, { id, files }: ProductProfile): Problem[] {
  const isGiven = statisticsDatabase !== undefined && statisticsDatabase.enabled !== false;
  if (!isGiven || files.statisticsDatasources !== undefined) return [];
  return [
    {
      place: "statisticsDatabase",
      code: ProblemCode.NoEffect,
      problem: `has no datasource in ${id}, as only API-M Analytics writes statistics of APIs`,
      remedy: "leave it out",
    },
  ];
}

/** The product makes the tables of events itself. Measured: in utf8 and utf8mb4 MySQL answers with error 1118, whatever the engine. */
function characterSets({ database }: Description, { id, needsLatin1 }: ProductProfile): Problem[] {
  if (!needsLatin1) return [];
  const sets: DeepPartial<Record<DatabaseRole, string>> = database?.characterSets ?? {};
  return ([DatabaseRole.EventStore, DatabaseRole.ProcessedData] as const)
    .filter((role) => sets[role] !== undefined && sets[role] !== "latin1")
    .map((role) => ({
      place: `database.characterSets.${role}`,
      code: ProblemCode.InvalidValue,
      problem: `"${sets[role]}" makes the rows of ${id}'s event tables larger than MySQL's 65,535 bytes`,
      remedy: "give latin1, or leave it out",
    }));
}
