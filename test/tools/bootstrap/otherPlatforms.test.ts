import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copyRepository, linkPackages } from "./repositoryCopy";

const limit = 300_000;
let copy: string;
let otherPlatform: string;

beforeAll(() => {
  copy = copyRepository();
  otherPlatform = path.join(copy, "otherPlatform.cjs");
  writeFileSync(
    otherPlatform,
    `const [platform, arch] = process.env.OTHER_PLATFORM.split(" ");
Object.defineProperty(process, "platform", { value: platform });
Object.defineProperty(process, "arch", { value: arch });
`,
  );
});

afterAll(() => rmSync(copy, { recursive: true }));

/** The programs in the packages, as each platform has them. */
const platforms: [platform: string, programs: string[]][] = [
  [
    "darwin arm64",
    [
      "@biomejs/cli-darwin-arm64",
      "@esbuild/darwin-arm64",
      "@rolldown/binding-darwin-arm64",
      "lightningcss-darwin-arm64",
    ],
  ],
  [
    "win32 x64",
    [
      "@biomejs/cli-win32-x64",
      "@esbuild/win32-x64",
      "@rolldown/binding-win32-x64-msvc",
      "lightningcss-win32-x64-msvc",
    ],
  ],
  [
    "linux arm64",
    [
      "@biomejs/cli-linux-arm64",
      "@esbuild/linux-arm64",
      "@rolldown/binding-linux-arm64-gnu",
      "lightningcss-linux-arm64-gnu",
    ],
  ],
];

describe.each(platforms)("on %s", (platform, programs) => {
  test("npm ci installs the root's packages, with this platform's programs", () => {
    const { status, output } = npmCi(platform, ".");
    expect(status, output).toBe(0);
    const added = output.split("\n").map((line) => /^add (\S+) /.exec(line)?.[1]);
    expect(added).toEqual(expect.arrayContaining(programs));
  });

  test("npm ci does not install those of tools/, which are for Linux x64", () => {
    expect(npmCi(platform, "tools").output).toContain("EBADPLATFORM");
  });

  test("the demo says in one line what it needs", () => {
    const { status, output } = run(platform, "node", ["tools/machine/linuxX64.cjs"], ".", {
      npm_lifecycle_event: "predemo",
    });
    expect(status).toBe(1);
    expect(output).toBe(`demo needs Linux x64, and this machine is ${platform}\n`);
  });

  test("so does every other program for Linux x64, and nothing is installed", () => {
    const { status, output } = run(platform, "sh", ["tools/run.sh", "tools/bench/main.ts"], ".", {
      npm_lifecycle_event: "bench",
    });
    expect(status).toBe(1);
    expect(output).toBe(`bench needs Linux x64, and this machine is ${platform}\n`);
  });
});

describe("with the root's packages alone", () => {
  beforeAll(() => linkPackages(copy, ["."]));

  test("a program for every platform runs, without those of tools/", () => {
    const { status, output } = run("darwin arm64", "sh", ["tools/run.sh", "-p", "-q", "echo", "done"]);
    expect([status, output]).toEqual([0, "done\n"]);
  });

  // The type check meets every import of the unit tests, so a few of them are enough here.
  const scripts = [["typecheck:portable"], ["build"], ["test:portable", "-t", "golden"]];
  test.each(scripts)("npm run %s succeeds", { timeout: limit }, (...script) => {
    const { status, output } = run("linux x64", "npm", ["run", ...script.flatMap(afterName)]);
    expect(status, output).toBe(0);
  });
});

function afterName(word: string, index: number): string[] {
  return index === 1 ? ["--", word] : [word];
}

function npmCi(platform: string, folder: string) {
  const words = [
    "ci",
    "--dry-run",
    "--loglevel=notice",
    "--ignore-scripts",
    "--prefer-offline",
    "--logs-max=0",
    "--cache",
  ];
  return run(platform, "npm", [...words, path.join(copy, "npm-cache")], folder);
}

function run(
  platform: string,
  program: string,
  words: readonly string[],
  folder = ".",
  environment: Record<string, string> = {},
): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(program, words, {
    cwd: path.join(copy, folder),
    encoding: "utf8",
    env: {
      ...process.env,
      OTHER_PLATFORM: platform,
      NODE_OPTIONS: `--require ${otherPlatform}`,
      ...environment,
    },
  });
  return { status, output: stdout + stderr };
}
