import { createWriteStream } from "node:fs";
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { build } from "esbuild";
import { ZipFile } from "yazl";
import { findProfile } from "../../components/product";
import { asVersion } from "./productVersion";

const repository = path.resolve(__dirname, "../..");
const homeName = "wso2am-analytics-2.1.0";
/** Put into a home by hand; the product ships none. */
const driverFile = path.join("repository/components/lib", "mysql-connector-java-5.1.49.jar");
const versionFile = path.join("bin", "version.txt");

/**
 * Makes the sample product, with its server and a JDBC driver, in that folder, and returns the folder, which is a home.
 *
 * @param profile the version that it is
 */
export async function buildSampleProduct(folder: string, profile = "apim-analytics-2.1.0"): Promise<string> {
  await cp(path.join(repository, "tools/sample-product"), folder, { recursive: true });
  await makeVersion(folder, profile);
  await writeFile(path.join(folder, driverFile), "It stands for MySQL's Connector/J.\n");
  await build({
    entryPoints: [path.join(__dirname, "main.ts")],
    outfile: path.join(folder, "bin/sample-server.cjs"),
    bundle: true,
    platform: "node",
    target: "node22",
    format: "cjs",
    minify: true,
    logLevel: "error",
  });
  return folder;
}

/** Leaves files as they are that are the same in every version. */
async function makeVersion(folder: string, id: string): Promise<void> {
  const profile = findProfile(id);
  if (profile === undefined) throw new Error(`${id} is not known`);
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = names
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  const files = new Map<string, string>();
  for (const file of paths) files.set(file, await readFile(path.join(folder, file), "latin1"));
  const versioned = asVersion(profile, files);
  for (const file of paths) if (!versioned.has(file)) await rm(path.join(folder, file));
  for (const [file, text] of versioned) {
    if (files.get(file) === text) continue;
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text, "latin1");
  }
}

/**
 * Packs a sample product as the product is: with one folder in the zip, the rights of its scripts and no JDBC driver.
 *
 * @param update a mark in bin/version.txt, which makes another update of the same product version
 */
export async function zipSampleProduct(product: string, file: string, update?: string): Promise<void> {
  const zip = new ZipFile();
  for (const name of (await readdir(product, { recursive: true })).sort()) {
    const source = path.join(product, name);
    const found = await stat(source);
    if (!found.isFile() || name === driverFile) continue;
    const mark = name === versionFile && update !== undefined ? `Update ${update}\n` : "";
    const { mode, mtime } = found;
    zip.addBuffer(Buffer.concat([await readFile(source), Buffer.from(mark)]), `${homeName}/${name}`, {
      mode,
      mtime,
    });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
}
