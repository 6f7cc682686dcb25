import { printable } from "./printable";
import type { ProblemCode } from "./problemKinds";
import { problemTree } from "./problemTree";

/** One thing that is wrong with the input, where, and what to do about it. */
export interface Problem {
  /** The argument (`nodes[1].address`) or the file and path (`repository/conf/axis2/axis2.xml /axisconfig/clustering`). */
  place: string;
  /** Its kind; docs/errors.md explains it. */
  code: ProblemCode;
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

/** One printable line: `nodes[1].address: 0.0.0.0 stands for every address; give the node's own (WA614)`. */
export function formatProblem(problem: Problem): string {
  return printable(`${problem.place}: ${sayProblem(problem)}`);
}

/** The same without the code, for a finding that has one itself. */
export function problemText({ place, problem, remedy }: Problem): string {
  return printable(`${place}: ${problem}; ${remedy}`);
}

/** One problem is one line; several are a tree by place, at most a screen long. */
export function formatProblems(problems: readonly Problem[]): string {
  const [first, ...others] = problems;
  if (first !== undefined && others.length === 0) return formatProblem(first);
  return problemTree(problems, sayProblem).join("\n");
}

function sayProblem({ code, problem, remedy }: Problem): string {
  return `${problem}; ${remedy} (${code})`;
}
