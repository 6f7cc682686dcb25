import { open } from "node:fs/promises";
import { basename } from "node:path";
import { buffer } from "node:stream/consumers";
import { crc32 } from "node:zlib";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { DescriptionError, ProblemCode } from "../../description";
import { largestFile, tooLarge } from "./boundedFile";
import { distributionError, errorCode } from "./distributionError";
import type { ReadDistribution } from "./readDistribution";
import type { WantedFiles } from "./wantedFiles";

/**
 * The wanted files of the product's zip, whose files are in one folder, and the names of those to be listed. Only the zip's directory
 * and the wanted entries are read: the zip has 700 MB.
 */
export async function readZip(
  location: string,
  wanted: WantedFiles,
  listed: WantedFiles,
): Promise<ReadDistribution> {
  return inZip(location, (zip) => readEntries(location, zip, wanted, listed));
}

async function inZip<T>(location: string, work: (zip: ZipFile) => Promise<T>): Promise<T> {
  try {
    await checkSignature(location);
    const zip = await openPromise(location, { autoClose: false, strictFileNames: true });
    try {
      return await work(zip);
    } finally {
      zip.close();
    }
  } catch (error) {
    throw error instanceof DescriptionError ? error : unreadable(location, error);
  }
}

/** Every zip with at least one entry starts with the header of one. */
async function checkSignature(location: string): Promise<void> {
  const file = await open(location, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    if (bytesRead < 4 || buffer.toString("latin1") !== "PK\u0003\u0004") {
      throw distributionError(
        location,
        ProblemCode.UnfitFile,
        "is no zip",
        "give the product's zip, a product home or a folder that holds it",
      );
    }
  } finally {
    await file.close();
  }
}

async function readEntries(
  location: string,
  zip: ZipFile,
  wanted: WantedFiles,
  listed: WantedFiles,
): Promise<ReadDistribution> {
  const { homes, candidates, names } = await readDirectory(location, zip, wanted, listed);
  const home = onlyHome(location, homes);
  const texts = new Map<string, string>();
  for (const [name, entry] of candidates) {
    const path = name.slice(home.length);
    if (name.startsWith(home) && wanted.has(path)) texts.set(path, await readEntry(location, zip, entry));
  }
  return {
    folder: home === "" ? location : home.slice(0, -1),
    names: names.filter((name) => name.startsWith(home)).map((name) => basename(name)),
    texts,
  };
}

function onlyHome(location: string, homes: ReadonlySet<string>): string {
  const [home, another] = homes;
  if (home === undefined)
    throw distributionError(
      location,
      ProblemCode.OtherProduct,
      "holds no product: it has no repository/conf",
      remedy,
    );
  if (another !== undefined) {
    throw distributionError(
      location,
      ProblemCode.OtherProduct,
      `holds more than one product: ${[...homes].join(", ")}`,
      remedy,
    );
  }
  return home;
}

/** What the directory says. */
interface ZipDirectory {
  /** The folders that hold a product: `""` or `name/`. */
  homes: ReadonlySet<string>;
  /** The entries that may be wanted. */
  candidates: ReadonlyMap<string, Entry>;
  /** The entries that may be listed. */
  names: readonly string[];
}

async function readDirectory(
  location: string,
  zip: ZipFile,
  wanted: WantedFiles,
  listed: WantedFiles,
): Promise<ZipDirectory> {
  const homes = new Set<string>();
  const candidates = new Map<string, Entry>();
  const names: string[] = [];
  const may = (files: WantedFiles, name: string) =>
    files.has(name) || files.has(name.slice(name.indexOf("/") + 1));
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName;
    const home = /^([^/]+\/)?(?=repository\/conf\/)/.exec(name);
    if (home !== null) homes.add(home[1] ?? "");
    if (may(listed, name)) names.push(name);
    if (!may(wanted, name)) continue;
    // Programs differ in which of two entries they take, so the node might get another one than was read here.
    if (candidates.has(name))
      throw distributionError(location, ProblemCode.UnfitFile, `has two entries named ${name}`, remedy);
    candidates.set(name, entry);
  }
  return { homes, candidates, names };
}

/** The upper half of the attributes is the Unix mode, where the program that made the zip was one of Unix. */
function isSymbolicLink(entry: Entry): boolean {
  return ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000;
}

async function readEntry(location: string, zip: ZipFile, entry: Entry): Promise<string> {
  const name = entry.fileName;
  // What it holds is a path, not the file's text.
  if (isSymbolicLink(entry))
    throw distributionError(location, ProblemCode.UnfitFile, `has a symbolic link: ${name}`, remedy);
  if (entry.isEncrypted())
    throw distributionError(location, ProblemCode.UnfitFile, `has an encrypted entry: ${name}`, remedy);
  if (entry.uncompressedSize > largestFile) {
    throw distributionError(
      location,
      ProblemCode.UnfitFile,
      `has an unfit file: ${name} ${tooLarge(entry.uncompressedSize)}`,
      remedy,
    );
  }
  const bytes = await buffer(await zip.openReadStreamPromise(entry));
  if (crc32(bytes) !== entry.crc32) {
    throw distributionError(
      location,
      ProblemCode.UnfitFile,
      `is damaged: the checksum of ${name} is wrong`,
      remedy,
    );
  }
  return bytes.toString("latin1");
}

function unreadable(location: string, error: unknown): DescriptionError {
  const reason = error instanceof Error ? error.message : String(error);
  const code = errorCode(error);
  if (code !== undefined && /^E[A-Z]+$/.test(code)) {
    return distributionError(
      location,
      ProblemCode.UnusableFile,
      `cannot be read (${code})`,
      "let it be read by this user",
    );
  }
  if (/^(absolute path|invalid relative path|invalid characters in fileName)/.test(reason)) {
    return distributionError(
      location,
      ProblemCode.UnfitFile,
      `has an entry that leaves the zip's folder (${reason})`,
      remedy,
    );
  }
  return distributionError(location, ProblemCode.UnfitFile, `is truncated or damaged (${reason})`, remedy);
}

const remedy = "give the product's zip exactly as it was downloaded";
