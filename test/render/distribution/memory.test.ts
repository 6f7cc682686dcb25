import { execFileSync } from "node:child_process";
import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ZipFile } from "yazl";

const megabyte = 1024 * 1024;
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "distribution-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("a zip of 400 MB is read in less than 200 MB of memory", async () => {
  const zip = join(folder, "product.zip");
  await writeLargeZip(zip, 400);
  expect(statSync(zip).size).toBeGreaterThan(400 * megabyte);
  const program = `
    const { readDistribution } = require("./components/render/distribution/readDistribution.ts");
    readDistribution(process.argv[1], ["repository/conf/carbon.xml"]).then(({ texts: read }) => {
      console.log(JSON.stringify({ text: read.get("repository/conf/carbon.xml"), kilobytes: process.resourceUsage().maxRSS }));
    });`;
  const printed = execFileSync(process.execPath, ["--require", "tsx/cjs", "--eval", program, zip], {
    encoding: "utf8",
  });
  const { text, kilobytes } = JSON.parse(printed);
  expect(text).toBe("<Server/>");
  expect(kilobytes / 1024).toBeLessThan(200);
});

/** Stored, not compressed, as the product's libraries are in effect: the file is as large as what it holds. */
async function writeLargeZip(file: string, megabytes: number): Promise<void> {
  const zip = new ZipFile();
  const block = Buffer.alloc(megabyte);
  for (let part = 0; part < 4; part++) {
    const size = (megabytes / 4) * megabyte;
    zip.addReadStream(Readable.from(Array(megabytes / 4).fill(block)), `a/lib${part}.jar`, {
      compress: false,
      size,
    });
  }
  zip.addBuffer(Buffer.from("<Server/>"), "a/repository/conf/carbon.xml");
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
}
