import { stat } from "node:fs/promises";
import { ProblemCode } from "../../description";
import { distributionError, errorCode } from "./distributionError";
import { readFolder } from "./folder";
import { WantedFiles } from "./wantedFiles";
import { readZip } from "./zip";

/** What was read of a distribution, in one go. */
export interface ReadDistribution {
  /** The folder that is the home; the zip itself where its home has no folder of its own. */
  folder: string;
  /** The names in the folder that was to be listed. */
  names: string[];
  /**
   * The texts of the wanted files by their path in the home, "latin1": one character per byte, so that whatever is not edited keeps
   * its bytes in any encoding. A file that the distribution does not have is absent.
   */
  texts: Map<string, string>;
}

/**
 * Some files of a product distribution, and the names in a folder of it.
 *
 * @param location the product home, a folder that holds it, or the product's zip
 * @param paths paths in the product home, with `/`; of a name that starts with `*`, every file with that ending
 * @param listed a folder in the product home
 */
export async function readDistribution(
  location: string,
  paths: readonly string[],
  listed?: string,
): Promise<ReadDistribution> {
  const wanted = new WantedFiles(paths);
  const names = new WantedFiles(listed === undefined ? [] : [`${listed}/*`]);
  return (await isFolder(location)) ? readFolder(location, wanted, names) : readZip(location, wanted, names);
}

async function isFolder(location: string): Promise<boolean> {
  try {
    const found = await stat(location);
    if (!found.isDirectory() && !found.isFile()) {
      throw distributionError(location, ProblemCode.UnfitFile, "is neither a folder nor a file", remedy);
    }
    return found.isDirectory();
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    const problem = code === "ENOENT" ? "does not exist" : `cannot be read (${code})`;
    throw distributionError(location, ProblemCode.UnusableFile, problem, remedy);
  }
}

const remedy = "give the product home, a folder that holds it, or the product's zip";
