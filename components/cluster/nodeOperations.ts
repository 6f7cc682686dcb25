import type { ClusterDescription, SshDescription } from "../description";
import type { NodeOperation } from "../node";
import { nodeNames } from "../product";
import type { DeploymentPlan } from "./deploymentPlan";

/** Keys to expect of hosts for which the description gives none. */
export interface KnownHostKeys {
  node?: string;
  bastion?: string;
}

/** How both nodes of a deployment are looked after from elsewhere. */
export function nodeOperations(
  { nodes, product }: ClusterDescription,
  { revisions, run }: DeploymentPlan,
  hostKeys: readonly [KnownHostKeys, KnownHostKeys],
): NodeOperation[] {
  return ([0, 1] as const).map((index) => ({
    name: nodeNames[index],
    address: nodes[index]?.address ?? "",
    home: nodes[index]?.home ?? product.home,
    ssh: withHostKeys(nodes[index]?.ssh ?? {}, hostKeys[index]),
    revision: revisions[index].digest,
    run,
  }));
}

function withHostKeys(ssh: SshDescription, { node, bastion }: KnownHostKeys): NodeOperation["ssh"] {
  const { bastion: through, ...login } = ssh;
  const verified = withHostKey(login, node);
  return through === undefined ? verified : { ...verified, bastion: withHostKey(through, bastion) };
}

function withHostKey<Login extends { hostKey?: string }>(login: Login, pinned: string | undefined) {
  return login.hostKey === undefined && pinned !== undefined
    ? { ...login, hostKey: pinned, isPinned: true }
    : login;
}
