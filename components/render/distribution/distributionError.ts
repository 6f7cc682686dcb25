import { DescriptionError, type ProblemCode } from "../../description";

/** One problem with the distribution that was given; `problem` follows its path in the message. */
export function distributionError(
  location: string,
  code: ProblemCode,
  problem: string,
  remedy: string,
): DescriptionError {
  return new DescriptionError([
    { place: "product.distribution", code, problem: `${location} ${problem}`, remedy },
  ]);
}

/** The system's word for what went wrong (`ENOENT`, `EACCES`), or undefined for any other error. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
