import { DescriptionError, type Problem } from "../../description";
import { EditError } from "./editError";

/** A distribution of another product would otherwise be an error of a line for every file. */
const mostShown = 10;

/** Gathers what is wrong in any file, so that one error lists it all; what concerns both nodes is listed once. */
export class EditProblems {
  private readonly problems = new Map<string, Problem>();

  attempt<T>(remedy: string, action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof EditError)) {
        throw error;
      }
      const place = `${error.file} ${error.path}`.trimEnd();
      this.problems.set(error.message, { place, problem: error.expectation, remedy });
      return undefined;
    }
  }

  throwIfAny(): void {
    const problems = [...this.problems.values()];
    const more = problems.length - mostShown;
    if (more > 0) {
      const place = `${more + 1} more places`;
      problems.splice(mostShown - 1, more + 1, {
        place,
        problem: "are not as expected either",
        remedy: "correct these first",
      });
    }
    if (problems.length > 0) {
      throw new DescriptionError(problems);
    }
  }
}
