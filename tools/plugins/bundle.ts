import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

interface OfflinePlugin {
  name: string;
  version: string;
  entry: string;
}

/** The versions are those of the SDKs in package.json: the engine looks for exactly these. */
const offlinePlugins: readonly OfflinePlugin[] = [
  { name: "command", version: "1.2.1", entry: join(__dirname, "command.ts") },
  { name: "mysql", version: "3.3.2", entry: join(__dirname, "mysql.ts") },
];
const offlineAwsPlugin: OfflinePlugin = { name: "aws", version: "7.48.0", entry: join(__dirname, "aws.ts") };

/**
 * Puts the offline plugins where the engine looks for plugins. Each is one file, because a plugin starts with every
 * update and loading a bundle is several times faster than loading its packages. What is up to date stays.
 */
export function bundlePlugins(pulumiHome: string): Promise<void> {
  return installPlugins(offlinePlugins, pulumiHome);
}

/** The one that rehearses on a moto server; it stands beside the others, real or offline. */
export function bundleAwsPlugin(pulumiHome: string): Promise<void> {
  return installPlugins([offlineAwsPlugin], pulumiHome);
}

async function installPlugins(wanted: readonly OfflinePlugin[], pulumiHome: string): Promise<void> {
  const plugins = join(pulumiHome, "plugins");
  await mkdir(plugins, { recursive: true });
  await Promise.all(wanted.map((plugin) => installPlugin(plugin, plugins)));
}

async function installPlugin({ name, version, entry }: OfflinePlugin, plugins: string): Promise<void> {
  const code = await bundle(entry);
  const launcher = launcherFor(process.execPath);
  const digest = createHash("sha256").update(launcher).update(code).digest("hex");
  const folder = join(plugins, `resource-${name}-v${version}`);
  if ((await readIfThere(join(folder, "digest"))) === digest) return;

  // Whole or not at all: the engine must never see half a plugin.
  const staged = await mkdtemp(join(plugins, `.resource-${name}-`));
  try {
    const executable = join(staged, `pulumi-resource-${name}`);
    await writeFile(join(staged, "plugin.cjs"), code);
    await writeFile(executable, launcher);
    await chmod(executable, 0o755);
    await chmod(staged, 0o755);
    await writeFile(join(staged, "digest"), digest);
    await rename(folder, `${staged}-replaced`).catch(() => undefined);
    await rename(staged, folder);
    await rm(`${staged}-replaced`, { recursive: true, force: true });
  } catch (error) {
    await rm(staged, { recursive: true, force: true });
    // Another run was faster with the same plugin.
    if ((await readIfThere(join(folder, "digest"))) !== digest) throw error;
  }
}

async function bundle(entry: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: "node",
    target: "node22",
    format: "cjs",
    minify: true,
    // Optional native parts of ssh2, which does without them.
    external: ["cpu-features", "*.node"],
    logLevel: "error",
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error(`esbuild made nothing of ${entry}`);
  return output.contents;
}

/** Runs on the Node that made it, without what its caller loads into Node, and keeps Node's compiled code beside the plugin for the next start. */
function launcherFor(node: string): string {
  const quoted = `'${node.replaceAll("'", `'\\''`)}'`;
  return [
    "#!/bin/sh",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's own
    'folder="${0%/*}"',
    "unset NODE_OPTIONS",
    'NODE_COMPILE_CACHE="$folder/cache"; export NODE_COMPILE_CACHE',
    `exec ${quoted} "$folder/plugin.cjs" "$@"`,
    "",
  ].join("\n");
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return undefined;
  }
}
