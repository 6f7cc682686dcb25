import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { isExecutableFile } from "../machine/executable";
import { runMain } from "../machine/step";
import { type PluginName, pluginNames, runScenario } from "./scenario";
import { transcriptFile, transcriptText } from "./transcriptFile";

const usage = "npm run contract -- --plugins FOLDER, for example ~/.pulumi/plugins";

/** `npm run contract`: records anew what the real plugins answer. */
async function record(): Promise<void> {
  const { values } = parseArgs({ options: { plugins: { type: "string" }, only: { type: "string" } } });
  if (values.plugins === undefined) throw new Error(`no plugins are named; ${usage}`);
  for (const name of pluginNames.filter((one) => values.only === undefined || values.only === one)) {
    await recordPlugin(name, findPlugin(values.plugins, name));
  }
}

async function recordPlugin(name: PluginName, executable: string): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "contract-"));
  try {
    const transcript = await runScenario(name, executable, folder);
    writeFileSync(transcriptFile(name), transcriptText(transcript));
    const steps = Object.keys(transcript.steps).length;
    process.stdout.write(`${name} ${transcript.version}: ${steps} steps in ${transcriptFile(name)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The newest of the name in a folder laid out as in PULUMI_HOME. */
function findPlugin(plugins: string, name: PluginName): string {
  const found = readdirSync(plugins)
    .filter((folder) => folder.startsWith(`resource-${name}-v`))
    .map((folder) => path.join(plugins, folder, `pulumi-resource-${name}`))
    .filter(isExecutableFile)
    .sort((left, right) => left.localeCompare(right, "en", { numeric: true }));
  const newest = found.at(-1);
  if (newest === undefined) throw new Error(`${plugins} has no plugin ${name}; ${usage}`);
  return newest;
}

runMain(record);
