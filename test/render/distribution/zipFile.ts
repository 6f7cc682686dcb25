import { createWriteStream, readFileSync, writeFileSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";

export interface ZipEntry {
  name: string;
  bytes: Buffer;
  mode?: number;
}

export interface ZipOptions {
  compress?: boolean;
  /** Marks every entry as encrypted. */
  encryptedFlag?: boolean;
}

export async function writeZip(
  file: string,
  entries: readonly ZipEntry[],
  { compress = true, encryptedFlag = false }: ZipOptions = {},
): Promise<void> {
  const zip = new ZipFile();
  for (const { name, bytes, mode = 0o100644 } of entries) zip.addBuffer(bytes, name, { compress, mode });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
  if (encryptedFlag) {
    const bytes = readFileSync(file);
    for (const at of positions(bytes, Buffer.from("PK\u0003\u0004")))
      bytes.writeUInt8(bytes.readUInt8(at + 6) | 1, at + 6);
    for (const at of positions(bytes, Buffer.from("PK\u0001\u0002")))
      bytes.writeUInt8(bytes.readUInt8(at + 8) | 1, at + 8);
    writeFileSync(file, bytes);
  }
}

/** Replaces bytes by as many others everywhere, in the entries and in the directory: what no zip program writes. */
export function replaceBytes(file: string, from: string, to: string): void {
  const bytes = readFileSync(file);
  for (const at of positions(bytes, Buffer.from(from))) bytes.write(to, at);
  writeFileSync(file, bytes);
}

function positions(bytes: Buffer, wanted: Buffer): number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1)) found.push(at);
  return found;
}
