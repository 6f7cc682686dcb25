import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { providePulumiCommand } from "../machine/pulumiCommand";
import { runMain, step } from "../machine/step";
import { packPackage } from "./packedPackage";
import { preview, previewWithTwoSdks } from "./previews";
import {
  compile,
  load,
  makeGitDependent,
  makeNpmProject,
  makePnpmProject,
  newestSdk,
  oldestSdk,
} from "./projects";

/**
 * The package as others get it: packed, with npm and pnpm, with the oldest and the newest SDK, in TypeScript and in plain
 * JavaScript, as CommonJS and as a module; and as a git dependency.
 */
runMain(async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "wso2-consumer-"));
  try {
    await step("Pulumi CLI", providePulumiCommand);
    const packed = await step("npm pack", () => packPackage(folder), path.basename);
    const sdk = oldestSdk();
    const npm = await step(
      "npm, TypeScript",
      () => makeNpmProject(folder, packed, sdk),
      () => `installed, SDK ${sdk}`,
    );
    await step("compilation", () => compile(npm));
    await step("preview", () => preview(npm, "index.js"));
    await step("two SDKs", () => previewWithTwoSdks(npm, "index.js"));
    await step("CommonJS", () => load(npm));
    const pnpm = await step(
      "pnpm, JavaScript",
      () => makePnpmProject(folder, packed, newestSdk),
      () => `installed, SDK ${newestSdk}`,
    );
    await step("preview", () => preview(pnpm, "index.mjs"));
    await step("git dependency", async () => load(await makeGitDependent(folder)));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
