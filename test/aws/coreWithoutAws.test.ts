import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { expect, it } from "vitest";
import { output } from "./awsDescription";

const root = path.resolve(__dirname, "../..");

/** Node's own loader, in a process of its own, where @pulumi/aws cannot be found. */
const blocked = `
const Module = require("node:module");
const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  if (/^@pulumi\\/aws($|\\/)/.test(request)) throw new Error("not installed: " + request);
  return resolve.call(this, request, ...rest);
};`;

function load(entry: string): string {
  const program = `${blocked}
require("tsx/cjs");
console.log(Object.keys(require(${JSON.stringify(path.join(root, entry))})).join());`;
  return output(process.execPath, ["-e", program]);
}

it("loads the core's entry without @pulumi/aws", () => {
  expect(load("components/index.ts")).toContain("AnalyticsCluster");
});

it("would notice: the AWS entry does not load without it", () => {
  expect(() => load("components/aws/index.ts")).toThrow(/not installed: @pulumi\/aws/);
});

it("knows AWS nowhere outside components/aws and what only its entry loads", () => {
  const files = readdirSync(path.join(root, "components"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.startsWith("aws") && file !== "stack/awsStackConfig.ts")
    .filter((file) =>
      /from "(@pulumi\/aws|(\.\.?\/)+aws)/.test(readFileSync(path.join(root, "components", file), "utf8")),
    );
  expect(files).toEqual([]);
});
