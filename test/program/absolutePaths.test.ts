import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { clusterShape } from "../../components/description";
import { withAbsolutePaths } from "../../components/program";
import { smallestDescription } from "../support/sampleProduct";

const given = {
  ...smallestDescription,
  product: { home: "relative/home", distribution: "product.zip", jdbcDriver: { file: "./driver.jar" } },
  database: { ...smallestDescription.database, caBundle: "/etc/ca.pem" },
  carbonApps: { files: ["../apps/one.car"] },
  overrides: [{ file: "repository/conf/carbon.xml", path: "/Server/Name", value: "a" }],
  deploymentSynchronizer: {
    svnUrl: "https://svn.internal/apps",
    libraries: { svnKit: { path: "lib/svnkit.jar", sha256: "a".repeat(64) } },
  },
};

it("starts every path on this machine at the program's folder, and no other", () => {
  const { product, database, carbonApps, overrides, deploymentSynchronizer } = withAbsolutePaths(
    given,
    clusterShape,
    "/work/platform",
  );
  expect(product).toEqual({
    home: "relative/home",
    distribution: "/work/platform/product.zip",
    jdbcDriver: { file: "/work/platform/driver.jar" },
  });
  expect(database).toEqual(given.database);
  expect(carbonApps.files).toEqual(["/work/apps/one.car"]);
  expect(overrides).toEqual(given.overrides);
  expect(deploymentSynchronizer.libraries.svnKit.path).toBe("/work/platform/lib/svnkit.jar");
});

it("takes an output, and leaves what is of another type to validation", async () => {
  const distribution = pulumi.secret("product.zip");
  const jdbcDriver = { file: 5 };
  const { product } = withAbsolutePaths({ product: { distribution, jdbcDriver } }, clusterShape, "/work");
  expect(await new Promise((resolve) => product.distribution.apply(resolve))).toBe("/work/product.zip");
  expect(await pulumi.isSecret(product.distribution)).toBe(true);
  expect(product.jdbcDriver).toEqual(jdbcDriver);
});

it.each(["", "  ", " product.zip"])("leaves %j to validation, which takes no such path", (distribution) => {
  const given = { product: { distribution } };
  expect(withAbsolutePaths(given, clusterShape, "/work")).toEqual(given);
});
