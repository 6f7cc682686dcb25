import * as pulumi from "@pulumi/pulumi";
import { DescriptionError, formatProblems, type Problem, printable } from "../description";

/** Ends the program with all problems, and without a stack trace, which would say nothing to its reader. */
export function throwProblems(name: string, problems: readonly Problem[]): void {
  if (problems.length > 0) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    const message = `${printable(name)}: ${count}, nothing was changed\n${formatProblems(problems)}`;
    throw runError(message);
  }
}

/**
 * An error that ends the program, printed without a stack trace. It stops every resource, and at each of them the SDK would
 * put `error serializing property "…": ` before its message, so the message cannot be changed.
 */
export function runError(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  // In a plugin the SDK prints the stack trace of this error too.
  error.stack = message;
  return Object.defineProperty(error, "message", { get: () => message, set: () => undefined });
}

/** The result of work that may find problems of the description only now, in the distribution for example. */
export async function rethrowProblems<T>(name: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DescriptionError) {
      throwProblems(name, error.problems);
    }
    throw error;
  }
}
