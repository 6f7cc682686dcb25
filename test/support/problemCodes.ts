import { DescriptionError, type Problem } from "../../components/description/problem";

/** Each problem as `place code`, for tests that do not care for its words. */
export function codesOf(problems: readonly Pick<Problem, "place" | "code">[]): string[] {
  return problems.map(({ place, code }) => `${place} ${code}`);
}

/** The same of printed lines; a heading of several problems stays as it is. */
export function codesIn(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/^((?:error|warning): )?(.*?): .* \((WA\d{3})\)$/s, "$1$2 $3"));
}

/** The same of the DescriptionError that work fails with. */
export async function codesOfFailure(work: Promise<unknown>): Promise<string[]> {
  const error = await work.catch((reason: unknown) => reason);
  if (!(error instanceof DescriptionError)) throw new Error("no problem was reported", { cause: error });
  return codesOf(error.problems);
}
