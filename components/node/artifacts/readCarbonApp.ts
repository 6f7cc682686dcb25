import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Entry, fromBufferPromise } from "yauzl";
import { DescriptionError, fileName } from "../../description";
import { errorCode } from "../../render";

/** A C-App as it is put on the nodes. */
export interface CarbonApp {
  /** Where it is on this machine. */
  path: string;
  /** Its file name here and on the nodes. */
  name: string;
  sha256: string;
  /** The name under which the product reports it: `NAME_VERSION`. */
  deployedAs: string;
  /** The entries that hold `event.duplicated.in.cluster`, those of archives in it included. */
  ignoredKeys: string[];
}

/** What a C-App, or an archive in one, may hold; no artifact comes near it. */
const largest = 64 * 1024 * 1024;
const remedy = "give the .car file as it was built";

/**
 * @param place the argument, for messages
 * @throws DescriptionError where the file is no C-App
 */
export async function readCarbonApp(path: string, place: string): Promise<CarbonApp> {
  try {
    const bytes = await readFile(path);
    const texts = await readTexts(bytes);
    const described = texts.get("artifacts.xml");
    const deployedAs = described && applicationName(described);
    if (!deployedAs) throw new Error("it has no artifacts.xml that names a carbon/application");
    return {
      path,
      name: fileName(path),
      sha256: createHash("sha256").update(bytes).digest("hex"),
      deployedAs,
      ignoredKeys: [...texts].flatMap(([entry, text]) =>
        text.includes("event.duplicated.in.cluster") ? [entry] : [],
      ),
    };
  } catch (error) {
    throw new DescriptionError([{ place, ...unreadable(path, error) }]);
  }
}

/** Every entry by its path; what is in an archive of the archive as `outer.zip!inner`. */
async function readTexts(bytes: Buffer): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const zip = await fromBufferPromise(bytes, { strictFileNames: true });
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith("/")) continue;
    if (entry.uncompressedSize > largest) throw new Error(`${entry.fileName} is too large`);
    const content = await readEntry(await zip.openReadStreamPromise(entry));
    if (!isArchive(entry)) {
      texts.set(entry.fileName, content.toString("utf8"));
      continue;
    }
    for (const [inner, text] of await readTexts(content)) texts.set(`${entry.fileName}!${inner}`, text);
  }
  return texts;
}

function isArchive({ fileName }: Entry): boolean {
  return /\.(car|zip|jar|war|aar)$/i.test(fileName);
}

async function readEntry(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** `<artifact name="alerts" version="1.0.0" type="carbon/application">`, in whichever order. */
function applicationName(artifacts: string): string | undefined {
  const tags = artifacts.match(/<artifact\s[^>]*>/g) ?? [];
  const tag = tags.find((candidate) => attribute(candidate, "type") === "carbon/application") ?? "";
  const name = attribute(tag, "name");
  const version = attribute(tag, "version");
  const deployedAs = `${name}_${version}`;
  return name && version && !/\s/.test(deployedAs) ? deployedAs : undefined;
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1];
}

function unreadable(path: string, error: unknown) {
  const code = errorCode(error);
  if (code === "ENOENT") return { problem: `${path} does not exist`, remedy: "correct the path" };
  if (code !== undefined && /^E[A-Z]+$/.test(code)) {
    return { problem: `${path} cannot be read (${code})`, remedy: "let it be read by this user" };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return { problem: `${path} is no C-App (${reason})`, remedy };
}
