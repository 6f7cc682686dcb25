import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fromBuffer } from "yauzl";
import { readDistribution } from "../../../components/render/distribution/readDistribution";
import { buildSampleProduct, zipSampleProduct } from "../../../tools/sample-server/sampleDistribution";

const folder = mkdtempSync(path.join(tmpdir(), "sample-distribution-"));
const product = path.join(folder, "product");
const zip = path.join(folder, "product.zip");
const update = path.join(folder, "update.zip");

beforeAll(async () => {
  await buildSampleProduct(product);
  await zipSampleProduct(product, zip);
  await zipSampleProduct(product, update, "2");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the zip holds the home in one folder, with the rights of its scripts", async () => {
  const modes = await entryModes(zip);
  expect(modes.get("wso2am-analytics-2.1.0/bin/wso2server.sh")).toBe(0o100755);
  expect(modes.get("wso2am-analytics-2.1.0/bin/sample-server.cjs")).toBe(0o100644);
  expect([...modes.keys()].filter((name) => name.includes("mysql-connector"))).toEqual([]);
  expect([...modes.keys()].every((name) => name.startsWith("wso2am-analytics-2.1.0/"))).toBe(true);
});

test("another update differs in its version alone, and packed again it is the same", async () => {
  const again = path.join(folder, "again.zip");
  await zipSampleProduct(product, again);
  expect(digest(again)).toBe(digest(zip));
  expect(digest(update)).not.toBe(digest(zip));
  const files = ["bin/version.txt", "repository/conf/carbon.xml"];
  const [{ texts: first }, { texts: second }] = await Promise.all([
    readDistribution(zip, files),
    readDistribution(update, files),
  ]);
  expect(second.get("bin/version.txt")).toBe(`${first.get("bin/version.txt")}Update 2\n`);
  expect(second.get("repository/conf/carbon.xml")).toBe(first.get("repository/conf/carbon.xml"));
});

function digest(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

function entryModes(file: string): Promise<Map<string, number>> {
  return new Promise((resolve, reject) => {
    const modes = new Map<string, number>();
    fromBuffer(readFileSync(file), { lazyEntries: false }, (error, archive) => {
      if (error) return reject(error);
      archive.on("entry", (entry) => modes.set(entry.fileName, entry.externalFileAttributes >>> 16));
      archive.on("end", () => resolve(modes));
      archive.on("error", reject);
    });
  });
}
