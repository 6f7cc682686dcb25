import { ProblemCode } from "../../description";
import { attributeOf, findElements } from "../edit/xmlSelector";
import { error, type Finding } from "./finding";
import type { Inspected } from "./homeFindings";

const path = "/analytics-dataservice-configuration/static-quorum";

/** With a quorum of two, the node that is left shuts itself down (`AnalyticsComponent`, from carbon-analytics 1.3.11 on). */
export function staticQuorum({ profile, after }: Inspected): Finding[] {
  const place = profile.files.analyticsConfiguration;
  const isOn = after.some(({ files }) => {
    const document = files.readable(place);
    const found = document === undefined ? [] : findElements(document, path);
    return found.some((element) => attributeOf(element, "enabled")?.value.trim().toLowerCase() === "true");
  });
  if (!isOn) return [];
  const problem = "is on, so when one node fails the other one shuts itself down";
  return [
    error(
      ProblemCode.UnexpectedContent,
      `${place} ${path}`,
      problem,
      'set enabled="false", as the product ships it',
    ),
  ];
}
