import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { DescriptionError, ProblemCode } from "../../components/description";
import type { RenderedCluster } from "../../components/render/renderCluster";

/** Lists what the command wrote, so that a later run replaces only that. */
const listName = ".rendering";

/**
 * Writes a rendering to a folder, wholly or not at all. A folder that is not empty must hold an earlier rendering
 * and nothing else: every file in it must stand in its list, unchanged. So nobody's own file is ever lost.
 */
export async function writeRendering(out: string, { nodes }: RenderedCluster): Promise<void> {
  const files = new Map(
    nodes.flatMap((rendered, node) =>
      rendered.map(({ path, text }) => [`node${node + 1}/${path}`, Buffer.from(text, "latin1")] as const),
    ),
  );
  const list = [...files].map(([path, bytes]) => `${digest(bytes)}  ${path}\n`).join("");
  try {
    const target = await realpath(out).catch(() => resolve(out));
    await checkReplaceable(out, target);
    await replaceFolder(target, new Map([...files, [listName, Buffer.from(list)]]));
  } catch (error) {
    if (error instanceof DescriptionError || !(error instanceof Error)) throw error;
    throw outputError(`${out} cannot be written (${"code" in error ? error.code : error.message})`);
  }
}

async function checkReplaceable(out: string, target: string): Promise<void> {
  const present = await orAbsent(readdir(target));
  const [first] = present ?? [];
  if (first === undefined) return;
  const list = await orAbsent(readFile(join(target, listName), "utf8"));
  if (list === undefined) throw outputError(`${out} holds ${first}, which no earlier rendering wrote`);
  const written = new Map(list.split("\n").map((line) => [line.slice(66), line.slice(0, 64)]));
  for (const path of await filesIn(target)) {
    if (path === listName) continue;
    if (!written.has(path)) throw outputError(`${out} holds ${path}, which no earlier rendering wrote`);
    if (written.get(path) !== digest(await readFile(join(target, path)))) {
      throw outputError(`${out} holds ${path}, which has been changed since it was rendered`);
    }
  }
}

/** Every file below a folder, and whatever else is no folder, such as a link. */
async function filesIn(folder: string, within = ""): Promise<string[]> {
  const entries = await readdir(join(folder, within), { withFileTypes: true });
  const paths = entries.map(async (entry) => {
    const path = join(within, entry.name);
    return entry.isDirectory() ? filesIn(folder, path) : [path];
  });
  return (await Promise.all(paths)).flat();
}

/** Writes beside the folder first and then takes its place, so that it is never there half-written. */
async function replaceFolder(target: string, files: ReadonlyMap<string, Buffer>): Promise<void> {
  const created = await mkdir(dirname(target), { recursive: true });
  try {
    const staging = await mkdtemp(join(dirname(target), ".rendering-"));
    try {
      await writeFiles(join(staging, "new"), files);
      await exchange(target, join(staging, "new"), join(staging, "old"));
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  } catch (error) {
    if (created !== undefined) await rm(created, { recursive: true, force: true });
    throw error;
  }
}

async function writeFiles(folder: string, files: ReadonlyMap<string, Buffer>): Promise<void> {
  for (const [path, bytes] of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, bytes, { mode: 0o600 });
  }
}

async function exchange(target: string, replacement: string, aside: string): Promise<void> {
  const hadOne = (await orAbsent(rename(target, aside).then(() => true))) ?? false;
  try {
    await rename(replacement, target);
  } catch (error) {
    if (hadOne) await rename(aside, target);
    throw error;
  }
}

async function orAbsent<T>(action: Promise<T>): Promise<T | undefined> {
  try {
    return await action;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function digest(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function outputError(problem: string): DescriptionError {
  return new DescriptionError([
    {
      place: "--out",
      code: ProblemCode.UnusableFile,
      problem,
      remedy: "give a new or empty folder, or one that this command has written",
    },
  ]);
}
