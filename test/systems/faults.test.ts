import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const run = promisify(execFile);
const rounds = 5;

// Each seed in a process of its own, as their nodes have addresses by the process.
describe("rounds in which something fails at a random moment", () => {
  it.concurrent.each([1, 2, 3])("end well with seed %i", { timeout: 900_000 }, async (seed) => {
    const program = path.resolve("tools/faults/main.ts");
    const words = ["--import", "tsx", program, "--seed", String(seed), "--rounds", String(rounds)];
    const { stdout } = await run(process.execPath, words).catch(({ stdout, stderr }) => {
      throw new Error(`${stdout}${stderr}`);
    });
    expect(stdout.match(/^ {2}right after/gm), stdout).toHaveLength(rounds);
  });
});
