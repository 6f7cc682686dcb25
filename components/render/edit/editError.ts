import { printable } from "../../description";

/** An edit that has no place in its file: the file is not what the edit was written for, or the path is wrong. */
export class EditError extends Error {
  readonly file: string;
  /** The path or key within the file; empty where the file as a whole is meant. */
  readonly path: string;
  /** What was expected and what was found instead. Never holds a value that was to be written. */
  readonly expectation: string;
  /** What to do about the file; undefined if it is another product's, or not there. */
  readonly remedy: string | undefined;
  /** The errors of further edits of the same file. */
  readonly further: readonly EditError[];

  constructor(
    file: string,
    path: string,
    expectation: string,
    remedy?: string,
    further: readonly EditError[] = [],
  ) {
    super(printable(`${file} ${path}`.trimEnd().concat(`: ${expectation}`)));
    this.name = "EditError";
    this.file = file;
    this.path = path;
    this.expectation = expectation;
    this.remedy = remedy;
    this.further = further;
  }

  /** All of them as one. */
  static joined([first, ...others]: readonly EditError[]): EditError | undefined {
    if (first === undefined) return undefined;
    const { file, path, expectation, remedy } = first;
    return new EditError(file, path, expectation, remedy, others);
  }
}
