import { mkdirSync } from "node:fs";
import path from "node:path";
import { CommandScenario } from "./commandScenario";
import { ConnectionScenario } from "./connectionScenario";
import { CopyScenario } from "./copyScenario";
import { MysqlScenario } from "./mysqlScenario";
import { MysqlWorld } from "./mysqlWorld";
import { type PluginCommand, PluginProcess } from "./pluginProcess";
import { ProviderScenario } from "./providerScenario";
import { SshHosts } from "./sshHosts";
import { type Transcript, TranscriptRecorder } from "./transcript";

export const pluginNames = ["command", "mysql"] as const;
export type PluginName = (typeof pluginNames)[number];

/** Nothing of the machine's own decides what a plugin does. */
const neutralEnvironment = {
  SSH_AUTH_SOCK: undefined,
  ALL_PROXY: undefined,
  all_proxy: undefined,
  MYSQL_ENDPOINT: undefined,
  MYSQL_USERNAME: undefined,
  MYSQL_PASSWORD: undefined,
  MYSQL_TLS_CONFIG: undefined,
};

/**
 * Puts a plugin, real or offline, through everything that the library uses of it. Left out is what differs on purpose:
 *
 * - a name that nobody resolves: the texts are the machine's resolver's;
 * - which algorithms a host key of a type is asked for with: ssh2 and Go offer different ones;
 * - a user certificate at an agent: ssh2 knows none (`SshLogins.certified`);
 * - a logged line over 64 KiB: the real plugin never returns, the offline one fails;
 * - a MySQL password with `'`: the real plugin's error prints the rest of it, the offline one's does not;
 * - lines for debugging and the five minutes of failed logins, see `LogServer` and `ProviderScenario`.
 *
 * @param folder empty or missing; holds servers' data while it runs
 */
export async function runScenario(name: PluginName, executable: string, folder: string): Promise<Transcript> {
  mkdirSync(folder, { recursive: true });
  const recorder = new TranscriptRecorder();
  const command: PluginCommand = { executable, environment: neutralEnvironment };
  const plugin = await PluginProcess.start(command);
  try {
    if (name === "command") await runCommand(plugin, recorder, folder);
    else await runMysql(plugin, command, recorder, folder);
    return { plugin: name, version: plugin.version, steps: recorder.steps };
  } finally {
    await plugin.stop();
  }
}

async function runCommand(
  plugin: PluginProcess,
  recorder: TranscriptRecorder,
  folder: string,
): Promise<void> {
  const hosts = await SshHosts.start(folder, recorder);
  try {
    await plugin.configure({});
    await new CommandScenario(plugin, recorder, hosts).run();
    await new ConnectionScenario(plugin, recorder, hosts).run();
    await new CopyScenario(plugin, recorder, hosts).run();
  } finally {
    await hosts.stop();
  }
}

async function runMysql(
  plugin: PluginProcess,
  command: PluginCommand,
  recorder: TranscriptRecorder,
  folder: string,
): Promise<void> {
  const world = await MysqlWorld.start(path.join(folder, "mysql"), recorder);
  try {
    await plugin.configure(world.configuration());
    await new MysqlScenario(plugin, recorder, world).run();
    await new ProviderScenario(command, recorder, world).run();
  } finally {
    await world.stop();
  }
}
