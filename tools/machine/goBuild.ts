import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Longer than a slow machine needs for the Pulumi CLI. */
const buildSeconds = 20 * 60;

export interface GoProgram {
  /** The compiler. */
  go: string;
  /** The folder of the go.mod that pins its module. */
  folder: string;
  /** `github.com/pulumi/pulumi/pkg/v3/cmd/pulumi` */
  packagePath: string;
  output: string;
  linkerFlags: string;
}

/** @throws Error with the end of what Go says */
export async function goBuild({ go, folder, packagePath, output, linkerFlags }: GoProgram): Promise<void> {
  const words = ["build", "-o", output, "-ldflags", `-s -w ${linkerFlags}`.trim(), packagePath];
  try {
    // In the foreground: it stays in this process group and ends with it, so that it never writes beside a later run.
    await promisify(execFile)("timeout", ["--foreground", "-k", "1", String(buildSeconds), go, ...words], {
      cwd: folder,
    });
  } catch (error) {
    const { code, stderr } = error as { code?: number; stderr?: string };
    const reason = code === 124 ? `it took more than ${buildSeconds} s` : lastLines(stderr ?? String(error));
    throw new Error(`Go says:\n${reason}`);
  }
}

function lastLines(text: string): string {
  return text.trimEnd().split("\n").slice(-5).join("\n");
}
