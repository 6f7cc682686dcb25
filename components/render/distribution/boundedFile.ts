import { readFile, stat } from "node:fs/promises";

/**
 * What is parsed is no larger than this: the product's own files stay below 1 MB, and most have some kilobytes. It is told before
 * anything is read; below it every parser of ours ends in seconds and in little memory, whatever the text is.
 */
export const largestFile = 2 * 1024 * 1024;

/** A file that is not read. The message follows its path. */
export class UnfitFileError extends Error {}

/**
 * The bytes of a file on this machine.
 *
 * @throws UnfitFileError where it is something else than a file, or larger than `largest`
 * @throws the system's error where it cannot be read
 */
export async function readBoundedFile(path: string, largest: number = largestFile): Promise<Buffer> {
  const found = await stat(path);
  // A pipe would be waited for, and a device may never end.
  if (!found.isFile()) throw new UnfitFileError("is something else than a file");
  if (found.size > largest) throw new UnfitFileError(tooLarge(found.size, largest));
  return readFile(path);
}

export function tooLarge(size: number, largest: number = largestFile): string {
  return `has ${size} bytes, more than the ${largest / 1024 / 1024} MiB that are read`;
}
