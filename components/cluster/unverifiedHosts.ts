import type { AnalyticsClusterArgs, ClusterDescription } from "../description";

type Nodes = AnalyticsClusterArgs["nodes"] | ClusterDescription["nodes"];

/** The arguments that give no host key, by their places. */
export function hostsWithoutKey(nodes: Nodes): string[] {
  return nodes.flatMap(({ ssh }, index) => [
    ...(ssh?.hostKey === undefined ? [`nodes[${index}].ssh.hostKey`] : []),
    ...(ssh?.bastion !== undefined && ssh.bastion.hostKey === undefined
      ? [`nodes[${index}].ssh.bastion.hostKey`]
      : []),
  ]);
}

/**
 * A warning of hosts of which nobody knows the key. Another host in place of one of them is sent the files with their passwords; in
 * place of a bastion, the traffic to a node that is not verified either.
 *
 * @param pinned arguments for which the key of the first contact is kept. An output that holds no key is not among them
 */
export function unverifiedHosts({ nodes }: ClusterDescription, pinned: readonly string[]): string[] {
  const places = hostsWithoutKey(nodes).filter((place) => !pinned.includes(place));
  if (places.length === 0) return [];
  return [
    `${places.join(" and ")} not given, so any host that answers there is trusted with the files and their passwords, ` +
      "and a replaced host goes unnoticed; give the key that `ssh-keyscan -t ed25519 <host>` prints.",
  ];
}
