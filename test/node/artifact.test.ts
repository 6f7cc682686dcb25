import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { defaultDriver, productArtifacts, productText } from "../../components/node/artifacts/artifact";
import { writeZip } from "../render/distribution/zipFile";
import { codesOfFailure } from "../support/problemCodes";

const folder = mkdtempSync(path.join(tmpdir(), "delivery-"));
const zip = path.join(folder, "product.zip");
let zipDigest: string;
beforeAll(async () => {
  zipDigest = await zipOf(zip, ["repository/conf/carbon.xml"]);
});
const product = { profile: "apim-analytics-2.1.0", home: "/opt/a", distribution: zip };

describe("what comes to the nodes of the product", () => {
  it("is nothing where it is installed by others", async () => {
    const delivery = await productArtifacts(product);
    expect(delivery).toEqual({});
    expect(productText(delivery)).toEqual({});
  });

  it("is the zip and the default driver where it is installed from here", async () => {
    const delivery = await productArtifacts({ ...product, install: {} });
    expect(delivery).toEqual({
      distribution: { name: "product.zip", sha256: zipDigest },
      driver: { ...defaultDriver, name: "mysql-connector-java-5.1.49.jar" },
    });
    expect(productText(delivery).product).toBe(
      `distribution ${zipDigest}\ndriver mysql-connector-java-5.1.49.jar ${defaultDriver.sha256}\n`,
    );
  });

  it("is only downloaded by the nodes where a URL says so", async () => {
    const install = { url: "https://files/a.zip?version=1", sha256: "0".repeat(64) };
    const { distribution } = await productArtifacts({ ...product, distribution: "not-read", install });
    expect(distribution).toEqual({ ...install, name: "a.zip" });
  });

  it("may be given with its checksum in capitals", async () => {
    const capitals = zipDigest.toUpperCase();
    for (const install of [{ sha256: capitals }, { url: "https://files/a.zip", sha256: capitals }]) {
      const { distribution } = await productArtifacts({ ...product, install });
      expect(distribution?.sha256).toBe(zipDigest);
    }
  });

  it.each([
    [{ distribution: folder, install: {} }, "product.install WA609"],
    [{ install: { sha256: "0".repeat(64) } }, "product.install.sha256 WA702"],
    [{ install: { url: "https://files/a.zip", sha256: "0".repeat(64) } }, "product.distribution WA702"],
    [{ distribution: "gone.zip", install: {} }, "product.distribution WA701"],
    [{ jdbcDriver: { file: "mysql-connector-java-5.1.99.jar" } }, "product.jdbcDriver.file WA701"],
  ])("is refused for %j", async (changes, problem) => {
    expect(await codesOfFailure(productArtifacts({ ...product, ...changes }))).toEqual([problem]);
  });
});

/** A zip of a home with these files, and its checksum. */
async function zipOf(file: string, names: readonly string[]): Promise<string> {
  const bytes = Buffer.from("content");
  await writeZip(
    file,
    names.map((name) => ({ name: `wso2am-analytics-2.1.0/${name}`, bytes })),
  );
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

describe("a zip to install", () => {
  // Those of the packs of 2.0.0 to 2.2.0 and of DAS.
  const clean = [
    "repository/conf/carbon.xml",
    "repository/conf/datasources/analytics-datasources.xml",
    "repository/database/README.txt",
    "repository/database/WSO2CARBON_DB.h2.db",
    "repository/database/WSO2METRICS_DB.h2.db",
    "repository/database/WSO2ML_DB.h2.db",
    "repository/data/README.txt",
    "samples/cep_persistence.txt",
  ];
  const used = path.join(folder, "used.zip");

  it("may have the databases that come with the product", async () => {
    const sha = await zipOf(used, clean);
    const { distribution } = await productArtifacts({ ...product, distribution: used, install: {} });
    expect(distribution?.sha256).toBe(sha);
  });

  it.each([
    ["repository/conf/analytics/my-node-id.dat"],
    ["repository/data/my-node-id.dat"],
    ["repository/datamy-node-id.dat"],
    ["repository/database/ANALYTICS_EVENT_STORE.h2.db"],
    ["repository/database/WSO2CARBON_DB.lock.db"],
  ])("is refused with %s", async (name) => {
    const sha = await zipOf(used, [...clean, name]);
    for (const install of [{}, { url: "https://files/a.zip", sha256: sha }]) {
      const artifacts = productArtifacts({ ...product, distribution: used, install });
      expect(await codesOfFailure(artifacts)).toEqual(["product.distribution WA705"]);
    }
  });

  it("is refused with a list of what tells it, as far as it fits", async () => {
    const plans = ["a", "b"].map((plan) => `cep_persistence/-1234/${plan}/1`);
    const locks = ["A", "B", "C", "D", "E"].map((name) => `repository/database/${name}.lock.db`);
    await zipOf(used, [...clean, ...plans, ...locks]);
    await expect(productArtifacts({ ...product, distribution: used, install: {} })).rejects.toThrow(
      "it holds cep_persistence, repository/database/A.lock.db, repository/database/B.lock.db, " +
        "repository/database/C.lock.db, repository/database/D.lock.db and 1 more; give",
    );
  });

  it("is not looked at where others install the product", async () => {
    await zipOf(used, [...clean, "repository/conf/analytics/my-node-id.dat"]);
    expect(await productArtifacts({ ...product, distribution: used })).toEqual({});
  });
});
