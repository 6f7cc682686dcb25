import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ProblemCode } from "../../description";
import { readBoundedFile, UnfitFileError } from "./boundedFile";
import { distributionError, errorCode } from "./distributionError";
import type { WantedFiles } from "./wantedFiles";

/** The wanted files of a product home, or of a folder that holds one. */
export async function readFolder(location: string, wanted: WantedFiles): Promise<Map<string, string>> {
  const home = await findHome(location);
  const matching = wanted.patterns.map(async ({ folder, ending }) =>
    (await namesIn(location, join(home, folder)))
      .filter((name) => name.endsWith(ending))
      .map((name) => `${folder}/${name}`),
  );
  const paths = [...new Set([...wanted.paths, ...(await Promise.all(matching)).flat()])];
  const texts = await Promise.all(paths.map((path) => readText(location, join(home, path))));
  const found = new Map<string, string>();
  for (const [index, path] of paths.entries()) {
    const text = texts[index];
    if (text !== undefined) found.set(path, text);
  }
  return found;
}

/** The home, and the names in a folder of it. */
export async function listFolder(
  location: string,
  folder: string,
): Promise<{ folder: string; names: string[] }> {
  const home = resolve(await findHome(location));
  return { folder: home, names: await namesIn(location, join(home, folder)) };
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
