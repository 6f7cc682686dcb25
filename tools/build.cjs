// `npm run build`: compiles components/ into dist/, with the scripts that it reads beside it.
// With --if-possible, which is npm's `prepare`, it does nothing where the development dependencies are not installed.
// npm installs them for a git dependency, and not with --omit=dev, which leaves TypeScript there as an optional peer.
const { spawnSync } = require("node:child_process");
const { cpSync, existsSync, rmSync, statSync } = require("node:fs");
const path = require("node:path");
const { devDependencies } = require("../package.json");

const repository = path.join(__dirname, "..");
const packages = path.join(repository, "node_modules");

function build() {
  const dist = path.join(repository, "dist");
  rmSync(dist, { recursive: true, force: true });
  const compiler = path.join(packages, "typescript/bin/tsc");
  const words = [compiler, "-p", "tsconfig.build.json"];
  const { status } = spawnSync(process.execPath, words, { cwd: repository, stdio: "inherit" });
  if (status !== 0) return 1;
  cpSync(path.join(repository, "components"), path.join(dist, "components"), {
    recursive: true,
    filter: (file) => statSync(file).isDirectory() || file.endsWith(".sh"),
  });
  return 0;
}

const missing = Object.keys(devDependencies).filter((name) => !existsSync(path.join(packages, name)));
if (missing.length === 0) {
  process.exitCode = build();
} else if (process.argv[2] !== "--if-possible") {
  process.stderr.write(`not installed: ${missing.join(", ")}; run npm ci\n`);
  process.exitCode = 1;
}
