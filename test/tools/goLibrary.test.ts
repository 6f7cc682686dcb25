import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { generateSdk } from "../../tools/languages/generateSdk";
import { findExecutable } from "../../tools/machine/executable";

const languages = path.resolve("tools/languages");

it.skipIf(findExecutable("go") === undefined)(
  "the library for Go compiles",
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "go-library-"));
    await generateSdk("go", folder);
    const library = path.join(folder, "wso2analytics");
    const [, internal = ""] =
      readFileSync(path.join(library, "provider.go"), "utf8").match(/"(\S+)\/internal"/) ?? [];
    // With the modules that are there already.
    const modules = readFileSync(path.join(languages, "go.mod"), "utf8");
    writeFileSync(path.join(library, "go.mod"), modules.replace(/^module .*$/m, `module ${internal}`));
    writeFileSync(path.join(library, "go.sum"), readFileSync(path.join(languages, "go.sum")));
    const cluster = readFileSync(path.join(library, "analyticsCluster.go"), "utf8");
    expect(cluster).toMatch(/Connection +DatabaseConnectionOutput/);
    execFileSync("go", ["build", "-mod=mod", "./..."], { cwd: library, stdio: "pipe" });
  },
  600_000,
);
