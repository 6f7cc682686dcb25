import { DescriptionError, ProblemCode } from "../../description";
import { trustStore } from "../trustStore";
import { readBoundedFile, UnfitFileError } from "./boundedFile";
import { errorCode } from "./distributionError";

/**
 * The certificates of `database.caBundle` as a Java trust store.
 *
 * @param alias as `trustStore` has it
 * @throws DescriptionError where the file cannot be read, or holds no certificate
 */
export async function readTrustStore(bundle: string, alias?: string): Promise<Buffer> {
  try {
    return trustStore((await readBoundedFile(bundle)).toString("utf8"), alias);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const reason = error instanceof UnfitFileError ? `it ${message}` : message;
    throw new DescriptionError([
      {
        place: "database.caBundle",
        code: errorCode(error) === undefined ? ProblemCode.UnfitFile : ProblemCode.UnusableFile,
        problem: `${bundle} cannot be used: ${reason}`,
        remedy: "give the PEM file with the certificates of the authorities that MySQL's is from",
      },
    ]);
  }
}
