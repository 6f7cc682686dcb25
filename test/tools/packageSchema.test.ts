import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { findPulumiCommand } from "../../tools/machine/pulumiCommand";

// From it the SDKs of other languages are generated.
it("schema.json is a package schema, to Pulumi's own judgement", async () => {
  const { command } = await findPulumiCommand();
  const folder = mkdtempSync(path.join(tmpdir(), "schema-"));
  const check = (file: string) => checkSchema(command, file, folder);
  expect(() => check("schema.json")).not.toThrow();
  const wrong = path.join(folder, "schema.json");
  writeFileSync(wrong, readFileSync("schema.json", "utf8").replace("#/types/", "#/typos/"));
  expect(() => check(wrong)).toThrow(/typos/);
});

it("marks no output of a component as plain", () => {
  const { resources } = JSON.parse(readFileSync("schema.json", "utf8"));
  const outputs = Object.values<Schema>(resources).flatMap(({ properties }) => Object.entries(properties));
  expect(outputs.length).toBeGreaterThan(20);
  expect(outputs.filter(([, { plain }]) => plain === true)).toEqual([]);
});

interface Schema {
  properties: Record<string, { plain?: boolean }>;
}

function checkSchema(command: string, file: string, home: string): void {
  const env = { ...process.env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" };
  execFileSync(command, ["schema", "check", file], { stdio: "pipe", env });
}
