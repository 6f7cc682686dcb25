import { buffer } from "node:stream/consumers";
import { type Entry, fromBufferPromise } from "yauzl";

/** A file in a C-App. */
export interface CarbonAppEntry {
  /** In an archive of the C-App: `outer.zip!inner`. */
  name: string;
  content: Buffer;
}

const mebibyte = 1024 * 1024;
/** The largest C-App, and the largest file in one. No artifact comes near it. */
export const largestEntry = 64 * mebibyte;
/** All files of a C-App together, those of its archives included: a file of some kilobytes can hold gigabytes. */
const largestTotal = 256 * mebibyte;
/** An entry takes time even if it is empty, so each counts as this much at least. */
const leastCost = 1024;
/** A library in a web application in a bundle is three deep. */
const deepest = 4;

/** The bytes that may still be unpacked. */
interface Budget {
  bytes: number;
}

/**
 * The files of a C-App, those of its archives included, one after the other: none is kept.
 *
 * @throws Error if it is not a zip, or above a limit
 */
export function carbonAppEntries(bytes: Buffer): AsyncGenerator<CarbonAppEntry> {
  return entriesOf(bytes, "", 1, { bytes: largestTotal });
}

async function* entriesOf(
  bytes: Buffer,
  prefix: string,
  depth: number,
  budget: Budget,
): AsyncGenerator<CarbonAppEntry> {
  const zip = await fromBufferPromise(bytes, { strictFileNames: true });
  for await (const entry of zip.eachEntry()) {
    const name = prefix + entry.fileName;
    spend(budget, name, entry);
    if (entry.fileName.endsWith("/")) continue;
    // yauzl fails where more comes than the entry announces.
    const content = await buffer(await zip.openReadStreamPromise(entry));
    if (!isArchive(entry)) {
      yield { name, content };
      continue;
    }
    if (depth === deepest) throw new Error(`${name} is an archive in ${deepest} others`);
    yield* entriesOf(content, `${name}!`, depth + 1, budget);
  }
}

function spend(budget: Budget, name: string, { uncompressedSize }: Entry): void {
  if (uncompressedSize > largestEntry)
    throw new Error(`${name} is larger than ${largestEntry / mebibyte} MiB`);
  budget.bytes -= Math.max(leastCost, uncompressedSize);
  if (budget.bytes < 0) throw new Error(`it unpacks to more than ${largestTotal / mebibyte} MiB`);
}

function isArchive({ fileName }: Entry): boolean {
  return /\.(car|zip|jar|war|aar)$/i.test(fileName);
}
