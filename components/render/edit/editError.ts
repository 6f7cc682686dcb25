/** An edit that has no place in its file: the file is not what the edit was written for, or the path is wrong. */
export class EditError extends Error {
  readonly file: string;
  /** The path or key within the file; empty where the file as a whole is meant. */
  readonly path: string;
  /** What was expected and what was found instead. Never holds a value that was to be written. */
  readonly expectation: string;

  constructor(file: string, path: string, expectation: string) {
    super(`${file} ${path}`.trimEnd().concat(`: ${expectation}`));
    this.name = "EditError";
    this.file = file;
    this.path = path;
    this.expectation = expectation;
  }
}
