import { type MySqlServer, startMySqlServer } from "../machine/mysqlServer";
import { type SshServer, startSshServer } from "../machine/sshServer";
import { createSudoUser } from "../machine/sudoUser";
import { place, sudoUser } from "./demoFolder";

/** Enough for the connection pools of both nodes. */
const connections = 450;

/** What the demo deploys onto. */
export interface DemoServers {
  nodes: readonly [SshServer, SshServer];
  mysql: MySqlServer;
  /** Whether the second node's user is an ordinary one who needs sudo to reach the product home. */
  sudo: boolean;
}

/** @param detached they go on when this program ends */
export async function startDemoServers(detached: boolean): Promise<DemoServers> {
  const sudo = process.getuid?.() === 0;
  if (sudo) createSudoUser(sudoUser);
  const [folder1, folder2] = place.sshServers;
  const [node1, node2, mysql] = await Promise.all([
    startSshServer({ folder: folder1, address: "127.0.0.2", detached }),
    startSshServer({ folder: folder2, address: "127.0.0.3", detached, ...(sudo ? { user: sudoUser } : {}) }),
    startMySqlServer({ folder: place.mysqlServer, detached, options: [`--max-connections=${connections}`] }),
  ]);
  return { nodes: [node1, node2], mysql, sudo };
}
