import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import commandSdk from "@pulumi/command/package.json";
import mysqlSdk from "@pulumi/mysql/package.json";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pluginNames, runScenario } from "../../../tools/contract/scenario";
import type { Transcript } from "../../../tools/contract/transcript";
import { readTranscript } from "../../../tools/contract/transcriptFile";
import { bundlePlugins } from "../../../tools/plugins/bundle";

const folder = mkdtempSync(path.join(tmpdir(), "contract-"));
const versions = { command: commandSdk.version, mysql: mysqlSdk.version };

beforeAll(() => bundlePlugins(path.join(folder, "home")), 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(pluginNames)("the offline plugin %s", (name) => {
  const real = readTranscript(name);
  let offline: Transcript;

  beforeAll(async () => {
    const plugin = path.join(folder, "home", "plugins", `resource-${name}-v${versions[name]}`);
    const executable = path.join(plugin, `pulumi-resource-${name}`);
    offline = await runScenario(name, executable, path.join(folder, name));
  }, 300_000);

  test("went through the recorded steps", () => {
    expect(Object.keys(offline.steps)).toEqual(Object.keys(real.steps));
  });

  test.each(Object.keys(real.steps))("answers as the real one: %s", (step) => {
    expect(offline.steps[step]).toEqual(real.steps[step]);
  });
});
