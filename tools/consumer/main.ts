import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { engineEnvironment } from "../machine/engine";
import { providePlugins } from "../machine/plugins";
import { findPulumiCommand, providePulumiCommand } from "../machine/pulumiCommand";
import { runMain, step } from "../machine/step";
import { makeGitRepository } from "./gitRepository";
import { awsProgram, compilerOptions, program } from "./project";

const run = promisify(execFile);
const repository = path.join(__dirname, "..", "..");
const example = path.join(repository, "examples", "inside-a-larger-program", "index.ts");
const limitMilliseconds = 600_000;

/**
 * The package as others get it: published, it installs, compiles and previews in an empty project; as a git dependency, it
 * installs and loads.
 */
runMain(async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "wso2-consumer-"));
  try {
    await step("Pulumi CLI", providePulumiCommand);
    const packed = await step("npm pack", () => pack(folder), path.basename);
    const project = await step(
      "empty project",
      () => makeProject(folder, packed),
      () => "package installed",
    );
    await step("compilation", () => compile(project));
    await step("preview", () => preview(project));
    await step("git dependency", () => installFromGit(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

async function pack(folder: string): Promise<string> {
  const printed = await command(repository, "npm", ["pack", "--json", "--pack-destination", folder]);
  const name = printed.match(/"filename":\s*"([^"]+)"/)?.[1];
  if (name === undefined) throw new Error("npm pack names no file");
  return path.join(folder, name);
}

async function makeProject(folder: string, packed: string): Promise<string> {
  const project = path.join(folder, "project");
  mkdirSync(project);
  writeFileSync(path.join(project, "package.json"), JSON.stringify({ name: "consumer", private: true }));
  writeFileSync(path.join(project, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  writeFileSync(path.join(project, "index.ts"), program);
  writeFileSync(path.join(project, "aws.ts"), awsProgram);
  copyFileSync(example, path.join(project, "example.ts"));
  const compilers = ["typescript", "@types/node"].map((name) => `${name}@${installedVersion(name)}`);
  const quietly = ["--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  await command(project, "npm", ["install", ...quietly, packed, ...compilers]);
  return project;
}

async function compile(project: string): Promise<string> {
  const compiler = "node_modules/typescript/bin/tsc";
  await command(project, "node", [compiler, "-p", "."]);
  // As in many projects of Pulumi's templates.
  const older = ["--module", "commonjs", "--moduleResolution", "node10"];
  await command(project, "node", [
    compiler,
    "--noEmit",
    "--skipLibCheck",
    ...older,
    "--types",
    "node",
    "aws.ts",
  ]);
  return "no errors, in a program of its own and in examples/inside-a-larger-program";
}

async function preview(project: string): Promise<string> {
  const pulumiHome = path.join(project, "pulumi-home");
  const plugins = await providePlugins(pulumiHome);
  const { command: pulumi } = await findPulumiCommand();
  const printed = await command(project, "node", ["index.js"], {
    ...engineEnvironment(project, pulumiHome),
    PATH: [path.dirname(pulumi), process.env.PATH].join(path.delimiter),
    DISTRIBUTION: path.join(repository, "tools", "sample-product"),
  });
  const { create = 0, ...others } = JSON.parse(printed) as Record<string, number>;
  if (create < 15 || Object.keys(others).length > 0)
    throw new Error(`the preview of a first update says ${printed}`);
  return `${create} to create, ${plugins} plugins`;
}

/** npm installs the development dependencies of a git dependency, runs its `prepare` and packs it. */
async function installFromGit(folder: string): Promise<string> {
  const source = path.join(folder, "source.git");
  makeGitRepository(source, repository);
  const project = path.join(folder, "git-dependent");
  mkdirSync(project);
  writeFileSync(path.join(project, "package.json"), JSON.stringify({ name: "consumer", private: true }));
  // Pulumi's packages run install scripts, which may install plugins.
  const environment = { PULUMI_HOME: path.join(project, "pulumi-home") };
  const quietly = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  await command(project, "npm", ["install", ...quietly, `git+file://${source}`], environment);
  const load = 'console.log(typeof require("pulumi-wso2-analytics").AnalyticsCluster)';
  const printed = await command(project, "node", ["--eval", load]);
  if (printed.trim() !== "function") throw new Error(`the package exports no AnalyticsCluster: ${printed}`);
  return "installs and loads";
}

function installedVersion(name: string): string {
  const manifest = path.join(repository, "node_modules", name, "package.json");
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}

async function command(
  folder: string,
  name: string,
  words: readonly string[],
  environment: Record<string, string> = {},
): Promise<string> {
  try {
    const { stdout } = await run(name, words, {
      cwd: folder,
      env: { ...process.env, ...environment },
      timeout: limitMilliseconds,
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    const said = `${stderr}\n${stdout}`.trim().split("\n").slice(-15).join("\n");
    throw new Error(`${name} ${words.slice(0, 2).join(" ")} failed:\n${said || error}`);
  }
}
