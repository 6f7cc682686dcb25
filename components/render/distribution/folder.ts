import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { ProblemCode } from "../../description";
import { readBoundedFile, UnfitFileError } from "./boundedFile";
import { distributionError, errorCode } from "./distributionError";
import type { ReadDistribution } from "./readDistribution";
import type { WantedFiles } from "./wantedFiles";

/** The wanted files of a product home, or of a folder that holds one, and the names of those to be listed. */
export async function readFolder(
  location: string,
  wanted: WantedFiles,
  listed: WantedFiles,
): Promise<ReadDistribution> {
  const home = await findHome(location);
  const names = (await matchingPaths(location, home, listed)).map((path) => basename(path));
  const paths = [...new Set([...wanted.paths, ...(await matchingPaths(location, home, wanted))])];
  const read = await Promise.all(paths.map((path) => readText(location, join(home, path))));
  const texts = new Map<string, string>();
  for (const [index, path] of paths.entries()) {
    const text = read[index];
    if (text !== undefined) texts.set(path, text);
  }
  return { folder: resolve(home), names, texts };
}

async function matchingPaths(location: string, home: string, { patterns }: WantedFiles): Promise<string[]> {
  const matching = patterns.map(async ({ folder, ending }) =>
    (await namesIn(location, join(home, folder)))
      .filter((name) => name.endsWith(ending))
      .map((name) => `${folder}/${name}`),
  );
  return (await Promise.all(matching)).flat();
}

async function findHome(location: string): Promise<string> {
  if (await isHome(location, location)) return location;
  const homes: string[] = [];
  for (const name of await namesIn(location, location)) {
    const folder = join(location, name);
    if (await isHome(location, folder)) homes.push(folder);
  }
  const [home, another] = homes;
  if (home === undefined) {
    throw distributionError(
      location,
      ProblemCode.OtherProduct,
      "holds no product: it has no repository/conf",
      remedy,
    );
  }
  if (another !== undefined) {
    throw distributionError(
      location,
      ProblemCode.OtherProduct,
      `holds more than one product: ${homes.join(", ")}`,
      remedy,
    );
  }
  return home;
}

async function isHome(location: string, folder: string): Promise<boolean> {
  const conf = await orAbsent(location, stat(join(folder, "repository", "conf")));
  return conf?.isDirectory() ?? false;
}

async function namesIn(location: string, folder: string): Promise<string[]> {
  return (await orAbsent(location, readdir(folder))) ?? [];
}

async function readText(location: string, file: string): Promise<string | undefined> {
  try {
    return (await orAbsent(location, readBoundedFile(file)))?.toString("latin1");
  } catch (error) {
    if (!(error instanceof UnfitFileError)) throw error;
    throw distributionError(
      location,
      ProblemCode.UnfitFile,
      `has an unfit file: ${file} ${error.message}`,
      remedy,
    );
  }
}

async function orAbsent<T>(location: string, reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    if (code === undefined) throw error;
    const path = error instanceof Error && "path" in error ? ` ${error.path}` : "";
    throw distributionError(
      location,
      ProblemCode.UnusableFile,
      `cannot be read (${code}${path})`,
      "let its files be read by this user",
    );
  }
}

const remedy = "give the folder of the product as it was unpacked, which holds repository/conf";
