import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { defaultDriver, productArtifacts, productText } from "../../components/node/artifacts/artifact";
import { sha256 } from "../../components/render/revision";

const folder = mkdtempSync(path.join(tmpdir(), "delivery-"));
const zip = path.join(folder, "product.zip");
writeFileSync(zip, "zip");
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
      distribution: { name: "product.zip", sha256: sha256("zip") },
      driver: { ...defaultDriver, name: "mysql-connector-java-5.1.49.jar" },
    });
    expect(productText(delivery).product).toBe(
      `distribution ${sha256("zip")}\ndriver mysql-connector-java-5.1.49.jar ${defaultDriver.sha256}\n`,
    );
  });

  it("is only downloaded by the nodes where a URL says so", async () => {
    const install = { url: "https://files/a.zip?version=1", sha256: "0".repeat(64) };
    const { distribution } = await productArtifacts({ ...product, distribution: "not-read", install });
    expect(distribution).toEqual({ ...install, name: "a.zip" });
  });

  it("may be given with its checksum in capitals", async () => {
    const capitals = sha256("zip").toUpperCase();
    for (const install of [{ sha256: capitals }, { url: "https://files/a.zip", sha256: capitals }]) {
      const { distribution } = await productArtifacts({ ...product, install });
      expect(distribution?.sha256).toBe(sha256("zip"));
    }
  });

  it.each([
    [{ distribution: folder, install: {} }, "product.install: has no url, and product.distribution"],
    [{ install: { sha256: "0".repeat(64) } }, `product.install.sha256: is not the checksum of ${zip}`],
    [
      { install: { url: "https://files/a.zip", sha256: "0".repeat(64) } },
      `product.distribution: ${zip} has the checksum ${sha256("zip")}, and the nodes install another zip`,
    ],
    [{ distribution: "gone.zip", install: {} }, "product.distribution: gone.zip cannot be read (ENOENT)"],
    [
      { jdbcDriver: { file: "mysql-connector-java-5.1.99.jar" } },
      "product.jdbcDriver.file: mysql-connector-java-5.1.99.jar cannot be read (ENOENT)",
    ],
  ])("is refused for %j", async (changes, words) => {
    await expect(productArtifacts({ ...product, ...changes })).rejects.toThrow(words);
  });
});
