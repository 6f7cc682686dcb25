import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { command } from "./command";
import { makeGitRepository } from "./gitRepository";
import { awsProgram, compilerOptions, plainModule, program } from "./project";

const repository = path.join(__dirname, "..", "..");
const example = path.join(repository, "examples", "existing-hosts", "index.ts");
const quietly = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];

/** The oldest SDK that the package takes. */
export function oldestSdk(): string {
  const { peerDependencies } = JSON.parse(readFileSync(path.join(repository, "package.json"), "utf8")) as {
    peerDependencies: Record<string, string>;
  };
  return (peerDependencies["@pulumi/pulumi"] ?? "").replace("^", "");
}

/** Named: npm and pnpm take another one for the latest with another Node. */
export const newestSdk = "3.276.0";

/** A TypeScript program of npm, with that SDK. */
export async function makeNpmProject(folder: string, packed: string, sdk: string): Promise<string> {
  const project = emptyProject(folder, "npm");
  writeFileSync(path.join(project, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  writeFileSync(path.join(project, "index.ts"), program);
  writeFileSync(path.join(project, "aws.ts"), awsProgram);
  writeFileSync(path.join(project, "module.mts"), awsProgram);
  copyFileSync(example, path.join(project, "example.ts"));
  const compilers = ["typescript", "@types/node"].map((name) => `${name}@${installedVersion(name)}`);
  const packages = [packed, `@pulumi/pulumi@${sdk}`, ...compilers];
  await command(project, "npm", ["install", "--ignore-scripts", ...quietly, ...packages]);
  return project;
}

/** A program in plain JavaScript, as an ECMAScript module, of pnpm, with that SDK. */
export async function makePnpmProject(folder: string, packed: string, sdk: string): Promise<string> {
  const project = emptyProject(folder, "pnpm");
  writeFileSync(path.join(project, "index.mjs"), plainModule);
  const own = Object.fromEntries(
    ["DATA", "CACHE", "STATE"].map((kind) => [`XDG_${kind}_HOME`, path.join(folder, kind.toLowerCase())]),
  );
  await command(project, "pnpm", ["add", "--ignore-scripts", packed, `@pulumi/pulumi@${sdk}`], own);
  return project;
}

/** npm installs the development dependencies of a git dependency, runs its `prepare` and packs it. */
export async function makeGitDependent(folder: string): Promise<string> {
  const source = path.join(folder, "source.git");
  makeGitRepository(source, repository);
  const project = emptyProject(folder, "git-dependent");
  // Pulumi's packages run install scripts, which may install plugins.
  const environment = { PULUMI_HOME: path.join(project, "pulumi-home") };
  await command(project, "npm", ["install", ...quietly, `git+file://${source}`], environment);
  return project;
}

/** Type checks the programs of a project and leaves `index.js`. */
export async function compile(project: string): Promise<string> {
  const compiler = "node_modules/typescript/bin/tsc";
  await command(project, "node", [compiler, "-p", "."]);
  // As in many projects of Pulumi's templates.
  const older = ["--module", "commonjs", "--moduleResolution", "node10", "--types", "node"];
  await command(project, "node", [compiler, "--noEmit", "--skipLibCheck", ...older, "aws.ts"]);
  return "no errors, as CommonJS and as a module, and in examples/existing-hosts";
}

/** Loads the package from plain JavaScript, as CommonJS. */
export async function load(project: string): Promise<string> {
  const script = 'console.log(typeof require("pulumi-wso2-analytics").AnalyticsCluster)';
  const printed = await command(project, "node", ["--eval", script]);
  if (printed.trim() !== "function") throw new Error(`the package exports no AnalyticsCluster: ${printed}`);
  return "loads";
}

/** The published command, as that package manager runs it. */
export async function runCommand(project: string, ...launcher: [string, ...string[]]): Promise<string> {
  const [program, ...words] = launcher;
  const product = path.join(repository, "tools", "sample-product");
  const printed = await command(project, program, [...words, "wso2-analytics", "check", product]);
  if (printed !== "nothing found\n") throw new Error(`wso2-analytics check says ${printed}`);
  return "runs";
}

function emptyProject(folder: string, name: string): string {
  const project = path.join(folder, name);
  mkdirSync(project);
  writeFileSync(path.join(project, "package.json"), JSON.stringify({ name: "consumer", private: true }));
  return project;
}

function installedVersion(name: string): string {
  const manifest = path.join(repository, "node_modules", name, "package.json");
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}
