import path from "node:path";

/** `npm run verify`, `drill`, `render`, `check`: the published command from its sources, with the Pulumi CLI of this repository. */
async function main([name = "", ...words]: readonly string[]): Promise<void> {
  if (["verify", "drill"].includes(name) || words.includes("--stack")) await providePulumi();
  // npm runs scripts in the package's root and tells where it was called from.
  process.chdir(process.env.INIT_CWD ?? ".");
  await import("../bin/main");
}

/** Puts the CLI that `npm run demo` and `npm test` install on PATH, where there is none. */
async function providePulumi(): Promise<void> {
  const { findPulumiCommand } = await import("./machine/pulumiCommand");
  const found = await findPulumiCommand().catch(() => undefined);
  if (found === undefined || !path.isAbsolute(found.command)) return;
  process.env.PATH = [path.dirname(found.command), process.env.PATH].join(path.delimiter);
}

void main(process.argv.slice(2));
