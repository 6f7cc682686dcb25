import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import * as path from "node:path";
import { pipeline } from "node:stream/promises";
import { sha256 } from "../revision";

/**
 * The sha256 of a file, in hexadecimal. The product's zip has hundreds of megabytes, so it is read once: what was found is
 * kept in the user's cache folder for as long as path, size and modification time are the same.
 *
 * @throws the system's error where the file cannot be read
 */
export async function fileDigest(file: string): Promise<string> {
  const { size, mtimeMs } = await stat(file);
  const kept = path.join(cacheFolder(), sha256(`${path.resolve(file)}\n${size}\n${mtimeMs}`));
  const known = await readFile(kept, "utf8").catch(() => "");
  if (/^[0-9a-f]{64}$/.test(known)) return known;
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  const digest = hash.digest("hex");
  // Without a folder for it, it is computed again next time.
  await mkdir(cacheFolder(), { recursive: true })
    .then(() => writeFile(kept, digest))
    .catch(() => undefined);
  return digest;
}

function cacheFolder(): string {
  return path.join(
    process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"),
    "pulumi-wso2-analytics",
    "sha256",
  );
}
