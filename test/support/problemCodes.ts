import { DescriptionError, type Problem } from "../../components/description/problem";

/** Each problem as `place code`, for tests that do not care for its words. */
export function codesOf(problems: readonly Pick<Problem, "place" | "code">[]): string[] {
  return problems.map(({ place, code }) => `${place} ${code}`);
}

/** The same of lines that are printed, whether warnings or the problems of an error with one problem. */
export function codesIn(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/^((?:error|warning): )?(.*?): .* \((WA\d{3})\)$/s, "$1$2 $3"));
}

/** Those of the error that work ends with. */
export async function codesOfFailure(work: Promise<unknown>): Promise<string[]> {
  const error = await work.catch((reason: unknown) => reason);
  if (!(error instanceof DescriptionError)) throw new Error("no problem was reported", { cause: error });
  return codesOf(error.problems);
}
