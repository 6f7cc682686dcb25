import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, expect, it } from "vitest";
import { readOperations } from "../../bin/operations/readOperations";

const { PATH } = process.env;
afterEach(() => {
  process.env.PATH = PATH;
});

/** A Pulumi CLI that prints such an output. */
function withOutput(operations: unknown): string {
  const folder = mkdtempSync(path.join(tmpdir(), "operations-"));
  writeFileSync(path.join(folder, "output.json"), JSON.stringify(operations));
  writeFileSync(path.join(folder, "pulumi"), `#!/bin/sh\ncat ${folder}/output.json\n`);
  chmodSync(path.join(folder, "pulumi"), 0o755);
  process.env.PATH = `${folder}:${PATH}`;
  return folder;
}

it("reads the operations of a stack that this version has updated, and of no earlier one", async () => {
  const operation = { name: "node1", run: { nodeIdFiles: [] } };
  const folder = withOutput([operation]);
  expect(await readOperations({ folder })).toEqual([operation]);
  for (const earlier of [{ name: "node1", run: {} }, { name: "node1" }]) {
    withOutput([operation, earlier]);
    await expect(readOperations({ folder })).rejects.toThrow("an earlier version of this library");
  }
});
