import { createReadStream } from "node:fs";
import { parseDocument, type YAMLError } from "yaml";
import { DescriptionError, type Problem, ProblemCode } from "../../components/description";
import { largestFile } from "../../components/render/distribution/boundedFile";

/** What stands in a cluster file, whatever it is. */
export async function readClusterFile(file: string): Promise<unknown> {
  const document = parseDocument(await readText(file));
  const errors: YAMLError[] = [...document.errors, ...document.warnings];
  if (errors.length > 0) throw new DescriptionError(errors.map((error) => problemOf(file, error)));
  try {
    return document.toJS();
  } catch (error) {
    throw new DescriptionError([problemOf(file, error as ParseError)]);
  }
}

async function readText(file: string): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readBytes(file));
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? error.code : String(error);
    const problem = `${file} cannot be read (${reason})`;
    throw new DescriptionError([
      {
        place: "--cluster",
        code: ProblemCode.UnusableFile,
        problem,
        remedy: "give a readable file in UTF-8",
      },
    ]);
  }
}

/** It may be a pipe, from a program that decrypts it for example, so its size shows only while it is read. */
async function readBytes(file: string): Promise<Buffer> {
  const bytes = Buffer.concat(await createReadStream(file, { end: largestFile }).toArray());
  if (bytes.length > largestFile) throw new RangeError(`it has more than ${largestFile / 1024 / 1024} MiB`);
  return bytes;
}

/** One of the parser, with its place, or an alias that nothing stands for. */
interface ParseError {
  message: string;
  linePos?: YAMLError["linePos"];
}

/** The parser quotes the text around an error, which may be a password; only what precedes the quotation is kept. */
function problemOf(file: string, error: ParseError): Problem {
  const start = error.linePos?.[0];
  const place = start === undefined ? file : `${file} line ${start.line}, column ${start.col}`;
  const [problem = ""] = error.message.split(/:| at line |\\| \(/);
  return {
    place,
    code: ProblemCode.UnfitFile,
    problem,
    remedy: "correct the YAML; put text with special characters in quotes",
  };
}
