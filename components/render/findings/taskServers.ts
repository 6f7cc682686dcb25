import { ProblemCode } from "../../description";
import { findElements } from "../edit/xmlSelector";
import { error, type Finding } from "./finding";
import type { Inspected } from "./homeFindings";

const path = "/tasks-configuration/taskServerCount";

/** A start waits without limit for as many nodes (`TasksDSComponent` of carbon-commons), and there are two. */
export function taskServers({ profile, after }: Inspected): Finding[] {
  const place = profile.files.tasksConfiguration;
  const counts = after.flatMap(({ files }) => {
    const document = files.readable(place);
    return document === undefined ? [] : findElements(document, path).map(({ text }) => Number(text));
  });
  const most = Math.max(0, ...counts);
  if (most <= 2) return [];
  const problem = `lets a start wait for ${most} nodes, and there are two`;
  return [
    error(
      ProblemCode.UnexpectedContent,
      `${place} ${path}`,
      problem,
      "write 2 or less there, or remove the file",
    ),
  ];
}
