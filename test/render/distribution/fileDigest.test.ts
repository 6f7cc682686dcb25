import { mkdtempSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fileDigest } from "../../../components/render/distribution/fileDigest";
import { sha256 } from "../../../components/render/revision";

const cache = process.env.XDG_CACHE_HOME;
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "digest-"));
  process.env.XDG_CACHE_HOME = path.join(folder, "cache");
});
afterEach(() => {
  if (cache === undefined) delete process.env.XDG_CACHE_HOME;
  else process.env.XDG_CACHE_HOME = cache;
});

it("is read once for as long as the file is the same", async () => {
  const file = path.join(folder, "product.zip");
  const write = (text: string, seconds: number) => {
    writeFileSync(file, text);
    utimesSync(file, seconds, seconds);
  };
  write("one", 1000);
  expect(await fileDigest(file)).toBe(sha256("one"));
  // What no program does: other content with the same size and time.
  write("two", 1000);
  expect(await fileDigest(file)).toBe(sha256("one"));
  write("two", 2000);
  expect(await fileDigest(file)).toBe(sha256("two"));
  expect(readdirSync(path.join(folder, "cache/pulumi-wso2-analytics/sha256"))).toHaveLength(2);
});

it("does without a folder to keep it in", async () => {
  const file = path.join(folder, "product.zip");
  writeFileSync(file, "one");
  process.env.XDG_CACHE_HOME = file;
  expect(await fileDigest(file)).toBe(sha256("one"));
});
