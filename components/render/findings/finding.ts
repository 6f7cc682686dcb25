import { DescriptionError, formatProblems, type Problem } from "../../description";

/** An error stops a deployment, a warning does not. */
export const Severity = { Error: "error", Warning: "warning" } as const;
export type Severity = (typeof Severity)[keyof typeof Severity];

/** One thing in a product home, or missing in it, that keeps the description from taking effect or makes it do something else. */
export interface Finding extends Problem {
  severity: Severity;
}

export function error(place: string, problem: string, remedy: string): Finding {
  return { severity: Severity.Error, place, problem, remedy };
}

export function warning(place: string, problem: string, remedy: string): Finding {
  return { severity: Severity.Warning, place, problem, remedy };
}

export function ofSeverity(findings: readonly Finding[], severity: Severity): Finding[] {
  return findings.filter((finding) => finding.severity === severity);
}

/** One line per warning. */
export function warningLines(findings: readonly Finding[]): string[] {
  return ofSeverity(findings, Severity.Warning).map((finding) => formatProblems([finding]));
}

/** A distribution of another product would otherwise be an error of a line for every file. */
const mostShown = 10;

/** @throws DescriptionError with the errors among the findings, if there are any */
export function throwErrors(findings: readonly Finding[]): void {
  const problems: Problem[] = ofSeverity(findings, Severity.Error);
  const more = problems.length - mostShown;
  if (more > 0) {
    const place = `${more + 1} more places`;
    problems.splice(mostShown - 1, more + 1, {
      place,
      problem: "are not as expected either",
      remedy: "correct these first",
    });
  }
  if (problems.length > 0) throw new DescriptionError(problems);
}
