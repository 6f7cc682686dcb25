import { ProblemCode } from "../../description";
import { findElements } from "../edit/xmlSelector";
import { parameterPath } from "../files/axis2";
import { type Finding, warning } from "./finding";
import type { Inspected } from "./homeFindings";

/** Without a password of its own the Hazelcast group has the one that Hazelcast's manual prints. */
export function publicGroupPassword({ description, profile, before }: Inspected): Finding[] {
  if (description.clustering?.groupPassword !== undefined) return [];
  const axis2 = before.files.readable(profile.files.axis2);
  if (axis2 !== undefined && findElements(axis2, parameterPath("groupPassword")).length > 0) return [];
  return [
    warning(
      ProblemCode.RecommendedArgument,
      "clustering.groupPassword",
      "is not given, so the cluster has Hazelcast's public default password and whoever reaches the Hazelcast port can join",
      "give one, the same on both nodes",
    ),
  ];
}
