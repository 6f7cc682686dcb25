import { DescriptionError, formatProblem, type Problem, type ProblemCode } from "../../description";

/** An error stops a deployment, a warning does not. */
export const Severity = { Error: "error", Warning: "warning" } as const;
export type Severity = (typeof Severity)[keyof typeof Severity];

/** One thing in a product home, or missing in it, that keeps the description from taking effect or makes it do something else. */
export interface Finding extends Problem {
  severity: Severity;
}

export function error(code: ProblemCode, place: string, problem: string, remedy: string): Finding {
  return { severity: Severity.Error, place, code, problem, remedy };
}

export function warning(code: ProblemCode, place: string, problem: string, remedy: string): Finding {
  return { severity: Severity.Warning, place, code, problem, remedy };
}

export function ofSeverity(findings: readonly Finding[], severity: Severity): Finding[] {
  return findings.filter((finding) => finding.severity === severity);
}

/** One line per warning. */
export function warningLines(findings: readonly Finding[]): string[] {
  return ofSeverity(findings, Severity.Warning).map(formatProblem);
}

/** @throws DescriptionError with the errors among the findings, if there are any */
export function throwErrors(findings: readonly Finding[]): void {
  const problems = ofSeverity(findings, Severity.Error);
  if (problems.length > 0) throw new DescriptionError(problems);
}
