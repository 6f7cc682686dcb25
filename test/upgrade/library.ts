import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AnalyticsCluster } from "../../components";
import { AwsAnalyticsCluster } from "../../components/aws";

const repository = path.resolve(__dirname, "../..");

/** The commit of 0.1.0. */
export const firstRelease = "f606b52fbb9f8be57101517e7787bd3dbd9515e2";

/** The classes that deploy. They still take the arguments of 0.1.0 today. */
export interface Library {
  AnalyticsCluster: typeof AnalyticsCluster;
  AwsAnalyticsCluster: typeof AwsAnalyticsCluster;
}

export const currentLibrary: Library = { AnalyticsCluster, AwsAnalyticsCluster };

/** EC2 refuses the apostrophe in a rule of 0.1.0, so without this no deployment by it could exist. */
function describeForEc2(ruleTable: string): void {
  const text = readFileSync(ruleTable, "utf8");
  writeFileSync(ruleTable, text.replace("the product's databases, MySQL", "product databases, MySQL"));
}

/** The library of an earlier commit, from the history of this repository, with the packages of today. */
export async function libraryOf(commit: string): Promise<Library> {
  const { status } = spawnSync("git", ["cat-file", "-e", `${commit}^{commit}`], { cwd: repository });
  if (status !== 0) {
    throw new Error(`commit ${commit} is not in the history of this clone; run \`git fetch --unshallow\``);
  }
  const folder = mkdtempSync(path.join(tmpdir(), "library-"));
  const archive = execFileSync("git", ["archive", commit, "components"], {
    cwd: repository,
    maxBuffer: 64 * 1024 * 1024,
  });
  execFileSync("tar", ["-x", "-C", folder], { input: archive });
  symlinkSync(path.join(repository, "node_modules"), path.join(folder, "node_modules"));
  describeForEc2(path.join(folder, "components/aws/rules/ruleTable.ts"));
  return {
    ...(await import(path.join(folder, "components/index.ts"))),
    ...(await import(path.join(folder, "components/aws/index.ts"))),
  };
}
