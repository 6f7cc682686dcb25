import { ProblemCode } from "../../description";
import { EditError } from "../edit/editError";
import { error, type Finding } from "./finding";
import type { Inspected } from "./homeFindings";

/** The product loads no datasource at all after one file that it cannot read, also if the deployment does not touch that file. */
export function malformedDatasources({ profile, before }: Inspected): Finding[] {
  return before.files.matching(profile.files.allDatasources).flatMap((file) => {
    try {
      before.files.xml(file);
      return [];
    } catch (reason) {
      if (!(reason instanceof EditError)) throw reason;
      return [
        error(ProblemCode.UnexpectedContent, file, reason.expectation, reason.remedy ?? "correct the file"),
      ];
    }
  });
}
