import type { NodeOperation } from "../../components";
import type { SshEndpoint } from "../../components/node";
import { userAndHost } from "../../components/program";
import { limits, RolloutNode } from "../../components/rollout/rolloutNode";

/** A node of a deployed stack, looked at and acted on as an update does. Whoever opens it closes it. */
export function operatedNode(node: NodeOperation): RolloutNode {
  const { name, home, revision, run, ssh } = node;
  const { sudo, timeoutSeconds = 120 } = ssh;
  return new RolloutNode({
    name,
    access: {
      endpoint: endpointOf(node),
      shell: sudo ? "sudo -n sh -s" : "sh -s",
      home,
      secrets: run.secrets,
      nodeIdFiles: run.nodeIdFiles,
    },
    deployer: `wso2-analytics, ${userAndHost()}`,
    staged: revision,
    database: run.database,
    run,
    limits: limits(timeoutSeconds, false),
  });
}

function endpointOf({
  address,
  ssh: { bastion, host, sudo: _, timeoutSeconds: __, ...login },
}: NodeOperation) {
  const endpoint: SshEndpoint = { ...login, host: host ?? address };
  return bastion === undefined ? endpoint : { ...endpoint, proxy: bastion };
}
