import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engineEnvironment } from "../../tools/machine/engine";
import type { Rehearsal } from "../../tools/rehearsal/rehearsal";
import { clusterArgs, endAwsRehearsal, startAwsRehearsal } from "./awsRehearsal";
import { YamlProgram } from "./yamlProgram";

const folder = mkdtempSync(path.join(tmpdir(), "end-to-end-languages-on-aws-"));
let rehearsal: Rehearsal;

// Volumes are mounted, in namespaces of the hosts' own.
describe.runIf(process.getuid?.() === 0)("AwsAnalyticsCluster in a program in YAML", () => {
  beforeAll(async () => {
    rehearsal = await startAwsRehearsal(folder);
  }, 600_000);
  afterAll(() => endAwsRehearsal(folder, rehearsal));

  it("previews, its passwords in secret", async ({ skip }) => {
    skip(!(await YamlProgram.isPossible()), "pulumi-language-yaml is neither beside the CLI nor built");
    const environment = engineEnvironment(folder, rehearsal.pulumiHome);
    const stack = { commandLine: () => ({ folder, environment }) };
    const program = new YamlProgram(path.join(folder, "program"), stack);
    await program.prepare();
    const { database, ...args } = clusterArgs(rehearsal);
    const secret = { ...database, password: { "fn::secret": database.password } };
    const analytics = {
      type: "wso2-analytics:AwsAnalyticsCluster",
      properties: { ...args, database: secret },
    };
    await program.create({ analytics });
    const { output, failed } = await program.preview({ analytics });
    expect(failed, output).toBe(false);
    expect(Number(/\+ (\d+) to create/.exec(output)?.[1]), output).toBeGreaterThan(40);
    expect(output).not.toContain("a-password");
  });
});
