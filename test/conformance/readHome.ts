import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { DistributionText } from "../../components/render/renderCluster";

const script = join(__dirname, "../../tools/conformance/read-home.sh");

/** What the product's classes understood of one file or folder; `warnings` and `error` only where they had any. */
export type Section = Record<string, unknown> & { warnings?: string[]; error?: string };

/** What the product understands of a whole home, section by section. */
export type Understood = Record<
  "carbon" | "eventProcessor" | "clustering" | "datasources" | "registry" | "userMgt" | "spark",
  Section
>;

/** Writes the home into a temporary folder and lets the product's own classes, of that version, read it. */
export async function readHome(files: DistributionText, analyticsCommon = "5.1.7"): Promise<Understood> {
  const home = mkdtempSync(join(tmpdir(), "conformance-"));
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), text, "latin1");
    }
    return JSON.parse(await output("sh", [script, home, analyticsCommon]));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Standard output; the exit code tells of sections with an error, which the JSON says better. */
async function output(program: string, words: string[]): Promise<string> {
  try {
    return (await promisify(execFile)(program, words)).stdout;
  } catch (failure) {
    const { stdout, stderr } = failure as { stdout?: string; stderr?: string };
    if (stdout?.startsWith("{")) return stdout;
    throw new Error(`${script} failed: ${stderr ?? failure}`);
  }
}
