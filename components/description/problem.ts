import { printable } from "./printable";

/** One thing that is wrong with the input, where, and what to do about it. */
export interface Problem {
  /** The argument (`nodes[1].address`) or the file and path (`repository/conf/axis2/axis2.xml /axisconfig/clustering`). */
  place: string;
  problem: string;
  remedy: string;
}

/** Thrown once for all problems of an input, before anything is changed. */
export class DescriptionError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(formatProblems(problems));
    this.name = "DescriptionError";
    this.problems = problems;
  }
}

/**
 * One printable line per problem: `nodes[1].address: 0.0.0.0 is no address of a node; give its private IPv4 address`.
 */
export function formatProblems(problems: readonly Problem[]): string {
  return problems
    .map(({ place, problem, remedy }) => printable(`${place}: ${problem}; ${remedy}`))
    .join("\n");
}
