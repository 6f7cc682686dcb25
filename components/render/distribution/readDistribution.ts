import { stat } from "node:fs/promises";
import { ProblemCode } from "../../description";
import { distributionError, errorCode } from "./distributionError";
import { listFolder, readFolder } from "./folder";
import { WantedFiles } from "./wantedFiles";
import { listZip, readZip } from "./zip";

/**
 * The text of some files of a product distribution, by their path in the product home.
 *
 * Text is "latin1": one character per byte, so that whatever is not edited keeps its bytes in any encoding.
 * A file that the distribution does not have is absent from the map.
 *
 * @param location the product home, a folder that holds it, or the product's zip
 * @param paths paths in the product home, with `/`; of a name that starts with `*`, every file with that ending
 */
export async function readDistribution(
  location: string,
  paths: readonly string[],
): Promise<Map<string, string>> {
  const wanted = new WantedFiles(paths);
  return (await isFolder(location)) ? readFolder(location, wanted) : readZip(location, wanted);
}

/** What a distribution is called, and the names in a folder of it. */
export interface DistributionListing {
  /** The folder that is the home; the zip itself where its home has no folder of its own. */
  folder: string;
  names: string[];
}

/**
 * The names in a folder of a product distribution.
 *
 * @param location as for `readDistribution`
 * @param folder path in the product home
 */
export async function listDistribution(location: string, folder: string): Promise<DistributionListing> {
  return (await isFolder(location)) ? listFolder(location, folder) : listZip(location, folder);
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
