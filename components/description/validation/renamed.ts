import type { Problem } from "../problem";
import { ProblemCode } from "../problemKinds";
import { renamedArguments } from "../renamedArguments";
import type { Known } from "./known";

/** An old name beside the current one: only one of the two values could count. */
export function checkRenamed({ description }: Known): Problem[] {
  return renamedArguments(description)
    .filter(({ isTwice }) => isTwice)
    .map(({ old, current }) => ({
      place: old,
      code: ProblemCode.OldName,
      problem: `is the old name of ${current}, which is given too`,
      remedy: "leave it out",
    }));
}
