import { readFileSync } from "node:fs";
import path from "node:path";
import { command } from "./command";

const repository = path.join(__dirname, "..", "..");

/** In the package, besides the compiled library; nothing of the tests and the tools is. */
const documents = ["CHANGELOG.md", "LICENSE", "README.md", "docs", "examples"];
const code = ["components", "dist", "package.json"];

interface Packed {
  filename: string;
  files: { path: string }[];
}

/** Packs the package into that folder and looks at what is in it, and at how others find it. */
export async function packPackage(folder: string): Promise<string> {
  const printed = await command(repository, "npm", [
    "pack",
    "--json",
    "--silent",
    "--pack-destination",
    folder,
  ]);
  const [packed] = JSON.parse(printed.slice(printed.indexOf("["))) as Packed[];
  if (packed === undefined) throw new Error("npm pack names no file");
  checkContents(packed.files.map((file) => file.path));
  const tarball = path.join(folder, packed.filename);
  await command(folder, "publint", ["run", tarball, "--strict"]);
  await command(folder, "attw", [tarball, "--no-emoji", "--no-color"]);
  return tarball;
}

function checkContents(files: readonly string[]): void {
  const roots = new Set(files.map((file) => file.split("/")[0] ?? ""));
  const expected = [...documents, ...code];
  const missing = expected.filter((root) => !roots.has(root));
  const foreign = [...roots].filter((root) => !expected.includes(root));
  if (missing.length > 0 || foreign.length > 0) {
    throw new Error(`the package lacks [${missing}] and has [${foreign}], which does not belong in it`);
  }
  const packed = new Set(files);
  const unmapped = files.filter((file) => file.endsWith(".js") && !isMapped(file, packed));
  if (unmapped.length > 0) throw new Error(`without a source map to a source in the package: ${unmapped}`);
}

function isMapped(file: string, packed: ReadonlySet<string>): boolean {
  const map = `${file}.map`;
  if (!packed.has(map)) return false;
  const { sources } = JSON.parse(readFileSync(path.join(repository, map), "utf8")) as { sources: string[] };
  return sources.every((source) => packed.has(path.posix.join(path.posix.dirname(map), source)));
}
