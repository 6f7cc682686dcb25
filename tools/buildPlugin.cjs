// `npm run build:plugin`: the plugin's folder, dist-plugin/ or the one that is named, which Pulumi's other languages load the components from. It has real
// dependencies only: a package manager installs no optional peers.
const { spawnSync } = require("node:child_process");
const { cpSync, readFileSync, rmSync, statSync, writeFileSync } = require("node:fs");
const path = require("node:path");

const repository = path.join(__dirname, "..");
const plugin = path.resolve(process.argv[2] ?? path.join(repository, "dist-plugin"));

// What it runs is JavaScript: no TypeScript is loaded.
const pluginProject = `runtime:
  name: nodejs
  options:
    typescript: false
`;

function build() {
  rmSync(plugin, { recursive: true, force: true });
  const compiler = require.resolve("typescript/bin/tsc", { paths: [repository] });
  const words = [compiler, "-p", "tsconfig.plugin.json", "--outDir", plugin];
  const { status } = spawnSync(process.execPath, words, { cwd: repository, stdio: "inherit" });
  if (status !== 0) return 1;
  cpSync(path.join(repository, "components"), path.join(plugin, "components"), {
    recursive: true,
    filter: (file) => statSync(file).isDirectory() || file.endsWith(".sh"),
  });
  for (const file of ["schema.json", "LICENSE"]) {
    cpSync(path.join(repository, file), path.join(plugin, file));
  }
  writeFileSync(path.join(plugin, "PulumiPlugin.yaml"), pluginProject);
  writeFileSync(path.join(plugin, "package.json"), `${JSON.stringify(manifest(), undefined, 2)}\n`);
  return 0;
}

function manifest() {
  const own = JSON.parse(readFileSync(path.join(repository, "package.json"), "utf8"));
  const { version, description, license, engines, dependencies, peerDependencies } = own;
  return {
    name: "pulumi-wso2-analytics-plugin",
    version,
    description,
    license,
    private: true,
    main: "plugin/main.js",
    engines,
    dependencies: { ...dependencies, ...peerDependencies },
  };
}

process.exitCode = build();
