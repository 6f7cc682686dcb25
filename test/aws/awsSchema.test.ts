import * as path from "node:path";
import type { Unwrap } from "@pulumi/pulumi";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import { expect, expectTypeOf, it } from "vitest";
import type { AnalyticsClusterArgs } from "../../components";
import type { AwsAnalyticsClusterArgs } from "../../components/aws";
import manifest from "../../package.json";

const root = path.resolve(__dirname, "../..");

// What Pulumi's analyzer understands can be used from Python, Go, C#, Java and YAML too.
it("can be described to Pulumi's other languages, without a type that degrades to anything", () => {
  const schema = new Analyzer(root, manifest.name, manifest, new Set(["AwsAnalyticsCluster"])).analyze();
  const { inputs = {}, outputs = {} } = schema.components.AwsAnalyticsCluster ?? {};
  expect(Object.keys(inputs)).toEqual(
    expect.arrayContaining(["database", "access", "subnetIds", "clustering"]),
  );
  expect(Object.keys(outputs)).toEqual(
    expect.arrayContaining(["receiverUrls", "instanceIds", "databaseEndpoint"]),
  );
  expect(JSON.stringify(schema)).not.toContain("pulumi.json#/Any");
});

// On AWS the first boot installs the packages.
type OnHosts = Omit<
  Unwrap<AnalyticsClusterArgs>,
  "nodes" | "database" | "installPackages" | "allowPublicAddresses"
>;

// Checked by `npm run typecheck`: an argument that the core gains is one on AWS too.
it("takes every argument of the core, but for those it produces or does by itself", () => {
  expectTypeOf<Pick<Unwrap<AwsAnalyticsClusterArgs>, keyof OnHosts>>().toEqualTypeOf<OnHosts>();
});
