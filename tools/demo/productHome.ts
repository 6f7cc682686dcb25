import { createWriteStream, existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { cp, mkdir } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { type Entry, openPromise } from "yauzl";

/** Makes product homes from a distribution: a folder, which is or holds the home, or the product's zip. */
export async function makeProductHomes(distribution: string, homes: readonly string[]): Promise<string> {
  if (!existsSync(distribution)) throw new Error(`there is no distribution at ${distribution}`);
  const [first, ...others] = homes;
  if (first === undefined) return "";
  mkdirSync(path.dirname(first), { recursive: true });
  if (statSync(distribution).isDirectory()) {
    await copyFolder(homeIn(distribution), first);
  } else {
    const unpacked = `${first}.unpacked`;
    await unpack(distribution, unpacked);
    await copyFolder(homeIn(unpacked), first);
    rmSync(unpacked, { recursive: true });
  }
  for (const home of others) await copyFolder(first, home);
  return `copies of ${path.basename(distribution)}`;
}

function copyFolder(from: string, to: string): Promise<void> {
  mkdirSync(path.dirname(to), { recursive: true });
  return cp(from, to, { recursive: true, preserveTimestamps: true });
}

function homeIn(folder: string): string {
  if (existsSync(path.join(folder, "repository"))) return folder;
  const [only, ...more] = readdirSync(folder);
  const inner = path.join(folder, only ?? "");
  if (more.length === 0 && existsSync(path.join(inner, "repository"))) return inner;
  throw new Error(`${folder} is no product home and does not hold one as its only folder`);
}

/** yauzl itself refuses entries that would leave the folder. */
async function unpack(zip: string, folder: string): Promise<void> {
  const archive = await openPromise(zip);
  for await (const entry of archive.eachEntry()) {
    const target = path.join(folder, entry.fileName);
    if (entry.fileName.endsWith("/")) {
      await mkdir(target, { recursive: true });
    } else {
      await mkdir(path.dirname(target), { recursive: true });
      await pipeline(
        await archive.openReadStreamPromise(entry),
        createWriteStream(target, { mode: mode(entry) }),
      );
    }
  }
}

function mode(entry: Entry): number {
  return (entry.externalFileAttributes >>> 16) & 0o777 || 0o644;
}
