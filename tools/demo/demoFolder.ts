import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { endProcessesRunFrom, endServer, logFile } from "../machine/serverProcess";
import { removeSudoUser } from "../machine/sudoUser";
import { rehearsalServers } from "../rehearsal/rehearsal";

/** Everything of the demo is in this one folder, which git ignores. */
export const demoFolder = path.join(__dirname, "..", "..", ".demo");

export const productFolder = "wso2am-analytics-2.1.0";
/** Users are the machine's, not the folder's, so another clone's demo has another one. */
export const sudoUser = `wso2-demo-${createHash("sha256").update(demoFolder).digest("hex").slice(0, 6)}`;

export const place = {
  pulumiHome: path.join(demoFolder, "pulumi-home"),
  logs: path.join(demoFolder, "logs"),
  homes: [path.join(demoFolder, "node1", productFolder), path.join(demoFolder, "node2", productFolder)],
  /** The sample product and what runs it, where no distribution is given. */
  sampleProduct: path.join(demoFolder, "sample-product"),
  jdk: path.join(demoFolder, "jdk"),
  sshServers: [path.join(demoFolder, "node1-sshd"), path.join(demoFolder, "node2-sshd")],
  mysqlServer: path.join(demoFolder, "mysql"),
  /** Of the demo on AWS, with all its servers. */
  rehearsal: path.join(demoFolder, "aws"),
} as const;

/** Ends what the folder's recorded processes are and removes everything but the logs. */
export async function endDemo(): Promise<string> {
  if (!existsSync(demoFolder)) return "nothing to end";
  mkdirSync(place.logs, { recursive: true });
  const servers = [...place.sshServers, place.mysqlServer, ...rehearsalServers(place.rehearsal)];
  for (const server of servers) {
    await endServer(server);
    if (existsSync(logFile(server))) {
      copyFileSync(logFile(server), path.join(place.logs, `${path.basename(server)}.log`));
    }
  }
  // The product outlives the deployment.
  for (const home of place.homes) await endProcessesRunFrom(home);
  // Plugins of an engine that was killed have nobody left who would end them.
  await endProcessesRunFrom(path.join(place.pulumiHome, "plugins"));
  await endProcessesRunFrom(path.join(place.rehearsal, "pulumi-home", "plugins"));
  if (process.getuid?.() === 0) removeSudoUser(sudoUser);
  for (const name of readdirSync(demoFolder)) {
    if (name !== path.basename(place.logs)) {
      rmSync(path.join(demoFolder, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    }
  }
  return "servers ended, files removed";
}
