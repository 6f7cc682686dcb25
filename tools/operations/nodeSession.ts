import type { NodeOperation } from "../../components";
import { runOverSsh, type SshEndpoint } from "../../components/node/ssh/sshSession";

/** Runs a script on a node, as an update does. @returns its standard output */
export function runOnNode(
  node: NodeOperation,
  script: string,
  onLine?: (line: string) => void,
): Promise<string> {
  const { sudo, timeoutSeconds = 120 } = node.ssh;
  return runOverSsh({
    endpoint: endpointOf(node),
    command: sudo ? "sudo -n sh -s" : "sh -s",
    script,
    patienceSeconds: timeoutSeconds,
    onLine,
  });
}

function endpointOf({
  address,
  ssh: { bastion, host, sudo: _, timeoutSeconds: __, ...login },
}: NodeOperation) {
  const endpoint: SshEndpoint = { ...login, host: host ?? address };
  return bastion === undefined ? endpoint : { ...endpoint, proxy: bastion };
}
