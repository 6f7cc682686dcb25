import { execFile } from "node:child_process";
import path from "node:path";
import { expect, it } from "vitest";

const repository = path.resolve(__dirname, "../..");

/** The command as a user runs it; test/tools/audit shows that it finds what there is to find. */
it("the audit finds no secret in a deployment, its changes and its failures", {
  timeout: 400_000,
}, async () => {
  const { code, output } = await audit();
  expect(code, output).toBe(0);
  expect(output).toMatch(/all processes and files were looked at \d{2,} times meanwhile\n$/);
});

function audit(): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const words = [path.join(repository, "tools/run.sh"), "-q", "tools/audit/main.ts"];
    const running = execFile("sh", words, (_, stdout, stderr) =>
      resolve({ code: running.exitCode, output: stdout + stderr }),
    );
  });
}
