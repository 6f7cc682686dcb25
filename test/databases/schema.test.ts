import * as path from "node:path";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import { expect, it } from "vitest";
import manifest from "../../package.json";

const root = path.resolve(__dirname, "../..");

// What Pulumi's analyzer understands can be used from Python, Go, C#, Java and YAML too.
it("can be described to Pulumi's other languages, without a type that degrades to anything", () => {
  const components = new Set(["AnalyticsCluster", "AnalyticsDatabases"]);
  const schema = new Analyzer(root, manifest.name, manifest, components).analyze();
  expect(Object.keys(schema.components).sort()).toEqual([...components].sort());
  expect(Object.keys(schema.components.AnalyticsCluster?.inputs ?? {})).toContain("nodes");
  expect(JSON.stringify(schema)).not.toContain("pulumi.json#/Any");
});
