import { cpSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { bundlePlugins } from "../plugins/bundle";
import { findExecutable, isExecutableFile } from "./executable";

/** Which plugins the engine runs: the real ones, or this repository's, which need no download. */
export const PluginSet = { Real: "real", Offline: "offline" } as const;
export type PluginSet = (typeof PluginSet)[keyof typeof PluginSet];

const pluginNames = ["command", "mysql"] as const;

interface FoundPlugin {
  name: string;
  version: string;
  /** The plugin's folder, or its program alone where it is on PATH. */
  place: string | undefined;
}

/**
 * Lays the plugins into a PULUMI_HOME of the demo's or a test's own.
 *
 * @param wanted `real` insists on the real ones; by default they are used where both are installed
 * @returns which ones
 */
export async function providePlugins(pulumiHome: string, wanted = process.env.PLUGINS): Promise<PluginSet> {
  if (wanted !== undefined && wanted !== "" && !Object.values<string>(PluginSet).includes(wanted)) {
    throw new Error(`PLUGINS is "${wanted}"; it is real, offline or not set`);
  }
  const real = pluginNames.map(findRealPlugin);
  const missing = real.filter(({ place }) => place === undefined);
  if (wanted === PluginSet.Real && missing.length > 0) {
    const commands = missing.map(({ name, version }) => `pulumi plugin install resource ${name} ${version}`);
    throw new Error(`PLUGINS=real, but not all of them are installed; run:\n${commands.join("\n")}`);
  }
  if (wanted === PluginSet.Offline || missing.length > 0) {
    await bundlePlugins(pulumiHome);
    return PluginSet.Offline;
  }
  for (const plugin of real) copyPlugin(plugin, path.join(pulumiHome, "plugins"));
  return PluginSet.Real;
}

/** In the user's PULUMI_HOME in the version that its package asks for, or on PATH. */
function findRealPlugin(name: string): FoundPlugin {
  const manifest = readFileSync(require.resolve(`@pulumi/${name}/package.json`), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  const userHome = process.env.PULUMI_HOME || path.join(os.homedir(), ".pulumi");
  const folder = path.join(userHome, "plugins", `resource-${name}-v${version}`);
  const installed = isExecutableFile(path.join(folder, `pulumi-resource-${name}`)) ? folder : undefined;
  return { name, version, place: installed ?? findExecutable(`pulumi-resource-${name}`) };
}

function copyPlugin({ name, version, place }: FoundPlugin, plugins: string): void {
  if (place === undefined) return;
  const folder = path.join(plugins, `resource-${name}-v${version}`);
  const unfinished = `${folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(plugins, { recursive: true });
  const target = isExecutableFile(place) ? path.join(unfinished, `pulumi-resource-${name}`) : unfinished;
  cpSync(place, target, { recursive: true });
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
}
