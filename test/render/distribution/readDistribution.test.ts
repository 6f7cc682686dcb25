import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DescriptionError, type Problem } from "../../../components/description/problem";
import { readDistribution } from "../../../components/render/distribution/readDistribution";
import { replaceBytes, writeZip } from "./zipFile";

const carbon = "repository/conf/carbon.xml";
const script = "bin/load-spark-env-vars.sh";
const absent = "repository/conf/hazelcast.properties";
/** ISO-8859-1, CRLF and a byte that UTF-8 does not have. */
const carbonBytes = Buffer.from("<Server>\r\n<!-- \u00e9\u00ff --></Server>", "latin1");
const files = { [carbon]: carbonBytes, [script]: Buffer.from("#!/bin/sh") };

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "distribution-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function writeHome(home: string): string {
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), bytes);
  }
  return home;
}

/** The one problem with the distribution. */
async function problemOf(location: string, paths: string[] = [carbon]): Promise<Problem | undefined> {
  const error = await readDistribution(location, paths).catch((reason: unknown) => reason);
  if (!(error instanceof DescriptionError)) throw new Error("no problem was reported", { cause: error });
  expect(error.problems.map(({ place }) => place)).toEqual(["product.distribution"]);
  expect(error.message.split("\n")).toHaveLength(1);
  expect(error.message).toContain(location);
  return error.problems[0];
}

async function codeOf(location: string, paths?: string[]): Promise<string | undefined> {
  return (await problemOf(location, paths))?.code;
}

function expectFiles(read: Map<string, string>): void {
  expect([...read.keys()].sort()).toEqual([script, carbon].sort());
  expect(Buffer.from(read.get(carbon) ?? "", "latin1").equals(carbonBytes)).toBe(true);
}

/** Two datasource files, and names beside them that the product does not read. */
const datasources = "repository/conf/datasources";
const found = ["master-datasources.xml", "x-datasources.xml"].map((name) => `${datasources}/${name}`);
const beside = ["old.xml", "master-datasources.xml.bak", "more/y-datasources.xml"].map(
  (name) => `${datasources}/${name}`,
);

describe("a pattern", () => {
  it("stands for every file of its folder with that ending, in a home and in a zip", async () => {
    const home = join(folder, "home");
    for (const path of [carbon, ...found, ...beside]) {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), path);
    }
    const zip = join(folder, "product.zip");
    const entries = [carbon, ...found, ...beside].map((name) => ({
      name: `wso2am/${name}`,
      bytes: Buffer.from(name),
    }));
    await writeZip(zip, entries);
    const wanted = [`${datasources}/*-datasources.xml`, `${datasources}/master-datasources.xml`];
    for (const location of [home, zip]) {
      const { texts: read } = await readDistribution(location, wanted);
      expect([...read].sort()).toEqual(found.map((path) => [path, path]));
    }
  });

  it("stands for nothing where its folder is missing", async () => {
    const { texts } = await readDistribution(writeHome(folder), [`${datasources}/*-datasources.xml`]);
    expect(texts).toEqual(new Map());
  });
});

describe("a folder", () => {
  it("is read as the product home, byte for byte, without the files it does not have", async () => {
    expectFiles((await readDistribution(writeHome(folder), [carbon, script, absent])).texts);
  });

  it("is read when it holds the product home", async () => {
    writeHome(join(folder, "wso2am-analytics-2.1.0"));
    writeFileSync(join(folder, "README"), "");
    expectFiles((await readDistribution(folder, [carbon, script, absent])).texts);
  });

  it("is refused when it holds no product", async () => {
    mkdirSync(join(folder, "repository"));
    expect(await codeOf(folder)).toBe("WA704");
  });

  it("is refused when it holds two products", async () => {
    writeHome(join(folder, "a"));
    writeHome(join(folder, "b"));
    expect(await codeOf(folder)).toBe("WA704");
  });

  it("is refused when a wanted file is a folder", async () => {
    mkdirSync(join(folder, carbon), { recursive: true });
    expect(await codeOf(folder)).toBe("WA703");
  });

  it("is refused when a wanted file is far too large to be configuration", async () => {
    writeHome(folder);
    // One line, in which a pattern of ours ran out of memory.
    writeFileSync(join(folder, absent), `k=${"x".repeat(15 * 1024 * 1024)}`);
    expect(await problemOf(folder, [absent])).toMatchObject({
      code: "WA703",
      problem: expect.stringContaining("has 15728642 bytes, more than the 2 MiB"),
    });
    expectFiles((await readDistribution(folder, [carbon, script])).texts);
  });

  it.skipIf(process.platform === "win32")("is refused when a wanted file is a pipe", async () => {
    writeHome(folder);
    execFileSync("mkfifo", [join(folder, absent)]);
    expect(await codeOf(folder, [absent])).toBe("WA703");
  });

  it("is refused when a wanted file cannot be read", async () => {
    writeHome(folder);
    rmSync(join(folder, carbon));
    symlinkSync("carbon.xml", join(folder, carbon));
    expect(await codeOf(folder)).toBe("WA701");
  });

  it("is refused when it may not be read", async (context) => {
    if (process.getuid?.() === 0) return context.skip("root may read everything");
    chmodSync(folder, 0o000);
    expect(await codeOf(folder)).toBe("WA701");
    chmodSync(folder, 0o700);
  });

  it("is refused when it is not there", async () => {
    expect(await codeOf(join(folder, "nowhere"))).toBe("WA701");
  });
});

describe("a zip", () => {
  const inHome = (prefix: string) =>
    Object.entries(files).map(([path, bytes]) => ({ name: prefix + path, bytes }));
  const zip = () => join(folder, "product.zip");

  it("is read by its directory, byte for byte, without the files it does not have", async () => {
    await writeZip(zip(), inHome("wso2am-analytics-2.1.0/"));
    expectFiles((await readDistribution(zip(), [carbon, script, absent])).texts);
  });

  it("is read when its files are in no folder", async () => {
    await writeZip(zip(), inHome(""));
    expectFiles((await readDistribution(zip(), [carbon, script, absent])).texts);
  });

  it("is refused when it is no zip", async () => {
    writeFileSync(zip(), "<html>Please log in</html>");
    expect(await codeOf(zip())).toBe("WA703");
    writeFileSync(zip(), "");
    expect(await codeOf(zip())).toBe("WA703");
  });

  it("is refused when it is truncated, wherever", async () => {
    await writeZip(zip(), inHome("a/"));
    for (const bytes of [400, 300, 100, 40]) {
      truncateSync(zip(), bytes);
      expect(await codeOf(zip())).toBe("WA703");
    }
  });

  it("is refused when a wanted file is damaged", async () => {
    await writeZip(zip(), inHome("a/"), { compress: false });
    replaceBytes(zip(), "#!/bin/sh", "#!/bin/ku");
    expect(await codeOf(zip(), [script])).toBe("WA703");
    expect((await readDistribution(zip(), [carbon])).texts.size).toBe(1);
  });

  it("is refused when it holds no product", async () => {
    await writeZip(zip(), [{ name: "a/b/repository/conf/carbon.xml", bytes: carbonBytes }]);
    expect(await codeOf(zip())).toBe("WA704");
  });

  it("is refused when it holds two products", async () => {
    await writeZip(zip(), [...inHome("a/"), ...inHome("b/")]);
    expect(await codeOf(zip())).toBe("WA704");
  });

  for (const [name, evil] of [
    ["goes up", "a/../../etc/x"],
    ["is absolute", "/xx/etc/passwdx"],
    ["has a drive", "C:/xx/etc/passw"],
    ["has a backslash", "a\\..\\..\\etc\\x"],
  ] as const) {
    it(`is refused when the path of an entry ${name}`, async () => {
      const harmless = "x".repeat(evil.length);
      await writeZip(zip(), [...inHome("a/"), { name: harmless, bytes: Buffer.from("x") }]);
      replaceBytes(zip(), harmless, evil);
      expect(await problemOf(zip())).toMatchObject({
        code: "WA703",
        problem: expect.stringContaining("leaves the zip's folder"),
      });
    });
  }

  const link = (name: string) => ({ name, bytes: Buffer.from("/etc/hosts"), mode: 0o120777 });

  it("is refused when a wanted file is a symbolic link", async () => {
    await writeZip(zip(), [...inHome("a/"), link(`a/${absent}`)]);
    expect(await problemOf(zip(), [absent])).toMatchObject({
      code: "WA703",
      problem: expect.stringContaining(`a symbolic link: a/${absent}`),
    });
  });

  it("may have symbolic links where nothing is read", async () => {
    await writeZip(zip(), [...inHome("a/"), link("a/lib"), link(`a/${absent}`), link(`b/${script}`)]);
    expectFiles((await readDistribution(zip(), [carbon, script])).texts);
  });

  it("is refused when it has a wanted file twice", async () => {
    const twin = carbon.replace("carbon", "carbom");
    await writeZip(zip(), [...inHome("a/"), { name: `a/${twin}`, bytes: carbonBytes }]);
    replaceBytes(zip(), twin, carbon);
    expect(await problemOf(zip())).toMatchObject({
      code: "WA703",
      problem: expect.stringContaining(`two entries named a/${carbon}`),
    });
  });

  it("is refused when a wanted file is encrypted", async () => {
    await writeZip(zip(), inHome("a/"), { encryptedFlag: true });
    expect(await codeOf(zip())).toBe("WA703");
  });

  it("is refused when a wanted file is far too large to be configuration", async () => {
    await writeZip(zip(), [...inHome("a/"), { name: `a/${absent}`, bytes: Buffer.alloc(3 * 1024 * 1024) }]);
    expect(await problemOf(zip(), [absent])).toMatchObject({
      code: "WA703",
      problem: expect.stringContaining("has 3145728 bytes, more than the 2 MiB"),
    });
    expect((await readDistribution(zip(), [carbon])).texts.size).toBe(1);
  });

  it("is refused when it is neither a folder nor a file", async () => {
    expect(await codeOf("/dev/null")).toBe("WA703");
  });
});
