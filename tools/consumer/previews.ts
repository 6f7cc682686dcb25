import { cpSync, rmSync } from "node:fs";
import path from "node:path";
import { engineEnvironment } from "../machine/engine";
import { providePlugins } from "../machine/plugins";
import { findPulumiCommand } from "../machine/pulumiCommand";
import { command } from "./command";

const sampleProduct = path.join(__dirname, "..", "sample-product");

/** Runs a program in that project with the real engine, which previews a first update. */
export async function preview(project: string, program: string): Promise<string> {
  const printed = await runProgram(project, program);
  const { create = 0, ...others } = JSON.parse(printed) as Record<string, number>;
  if (create < 15 || Object.keys(others).length > 0)
    throw new Error(`the preview of a first update says ${printed}`);
  return `${create} to create`;
}

/** The package with an SDK of its own, as with a tool that ignores its peers: the program is told so. */
export async function previewWithTwoSdks(project: string, program: string): Promise<string> {
  const sdk = path.join("node_modules", "@pulumi", "pulumi");
  const second = path.join(project, "node_modules", "pulumi-wso2-analytics", sdk);
  cpSync(path.join(project, sdk), second, { recursive: true });
  try {
    const error = await runProgram(project, program).then(
      () => undefined,
      (reason: Error) => reason,
    );
    if (!error?.message.includes("this program has two copies of @pulumi/pulumi"))
      throw new Error(`two copies of the SDK in one program: ${error?.message ?? "no error"}`);
    return "refused";
  } finally {
    rmSync(second, { recursive: true });
  }
}

async function runProgram(project: string, program: string): Promise<string> {
  const pulumiHome = path.join(project, "pulumi-home");
  await providePlugins(pulumiHome);
  const { command: pulumi } = await findPulumiCommand();
  return command(project, "node", [program], {
    ...engineEnvironment(project, pulumiHome),
    PATH: [path.dirname(pulumi), process.env.PATH].join(path.delimiter),
    DISTRIBUTION: sampleProduct,
  });
}
