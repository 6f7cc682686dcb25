import { ProblemCode } from "../../description";
import { error, type Finding } from "./finding";
import type { Inspected } from "./homeFindings";

/** Measured: two homes with such a file form no cluster (`HazelcastClusteringAgent` takes it in place of axis2.xml's section). */
export function hazelcastFile({ profile, before }: Pick<Inspected, "profile" | "before">): Finding[] {
  const place = profile.files.hazelcastConfiguration;
  if (place === undefined || before.files.find(place) === undefined) return [];
  const problem =
    "replaces the clustering section of axis2.xml, so members, group and port of this deployment have no effect";
  return [
    error(
      ProblemCode.HomeOverride,
      place,
      problem,
      "take it out of the distribution; properties of Hazelcast go into hazelcast.properties",
    ),
  ];
}
