import type { ProblemCode } from "../../description";
import { EditError } from "../edit/editError";
import { error, type Finding } from "./finding";

/** Gathers what is found in any file; what concerns both nodes is listed once. */
export class Findings {
  private readonly found = new Map<string, Finding>();

  add(findings: readonly Finding[]): void {
    for (const finding of findings) this.found.set(`${finding.place} ${finding.problem}`, finding);
  }

  /**
   * The result of the action; undefined if it has no place, which then is an error among the findings.
   *
   * @param code of such errors
   * @param remedyFor what to do about an error of the action
   */
  attempt<T>(code: ProblemCode, remedyFor: (reason: EditError) => string, action: () => T): T | undefined {
    try {
      return action();
    } catch (reason) {
      if (!(reason instanceof EditError)) throw reason;
      for (const each of [reason, ...reason.further]) {
        const place = `${each.file} ${each.path}`.trimEnd();
        this.add([error(code, place, each.expectation, remedyFor(each))]);
      }
      return undefined;
    }
  }

  list(): Finding[] {
    return [...this.found.values()];
  }
}
