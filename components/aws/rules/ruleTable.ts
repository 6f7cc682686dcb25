import { type EffectivePort, PortRole } from "../../product";

/** `exact`: the ports of the port map. `all`: every TCP port between the nodes. */
export const IntraClusterRules = { Exact: "exact", All: "all" } as const;
export type IntraClusterRules = (typeof IntraClusterRules)[keyof typeof IntraClusterRules];

/** The security groups of a deployment. */
export const Group = { Nodes: "nodes", Database: "database", Bastion: "bastion" } as const;
export type Group = (typeof Group)[keyof typeof Group];

export const Direction = { Ingress: "ingress", Egress: "egress" } as const;
export type Direction = (typeof Direction)[keyof typeof Direction];

/** One rule, named by its purpose. */
export interface Rule<Peer> {
  name: string;
  group: Group;
  direction: Direction;
  protocol: "tcp" | "udp";
  first: number;
  last: number;
  /** Another group of the deployment, or somebody outside. */
  peer: Group | { outside: Peer };
  /** At most 255 of `a-z A-Z 0-9`, space and `._-:/()#,@[]+=;{}!$*`; EC2 refuses every other character. */
  description: string;
}

/** Who is given access, by the user's own names; the type of a peer is the caller's. */
export interface RuleRequest<Peer> {
  publishers: Record<string, Peer>;
  console: Record<string, Peer>;
  ssh: Record<string, Peer>;
  databaseClients: Record<string, Peer>;
  packages: Record<string, Peer>;
  svn: Record<string, Peer>;
  /** The user's own; security groups do not filter Amazon's DNS and time service. */
  dnsServers: Record<string, Peer>;
  hasBastion: boolean;
  intraCluster: IntraClusterRules;
}

/** Ports that are not the product's. */
export interface OtherPorts {
  ssh: number;
  database: number;
  svn: number;
}

/** What the nodes say to each other. Presentation is opened by no worker, and every node here is one. */
const peerRoles = [
  PortRole.Hazelcast,
  PortRole.EventSync,
  PortRole.Management,
  PortRole.SparkMaster,
  PortRole.SparkWorker,
  PortRole.SparkBlockManager,
  PortRole.SparkBroadcast,
  PortRole.SparkDriver,
  PortRole.SparkExecutor,
  PortRole.SparkFileServer,
  PortRole.SparkReplClassServer,
] as const;

/**
 * Every rule of a deployment. Names and number depend on the request alone, never on the ports, so they are known
 * before the ports are. Both ends have their rule: a connection needs one out of its group and one into the other.
 */
export function ruleTable<Peer>(
  request: RuleRequest<Peer>,
  ports: Record<PortRole, EffectivePort>,
  others: OtherPorts,
): Rule<Peer>[] {
  return [
    ...betweenNodes<Peer>(request.intraCluster, ports),
    ...fromOutside(request, ports, others),
    ...toDatabase(request, others),
    ...fromBastion(request, others),
    ...outwards(request, others),
  ];
}

function betweenNodes<Peer>(mode: IntraClusterRules, ports: Record<PortRole, EffectivePort>): Rule<Peer>[] {
  const spans =
    mode === IntraClusterRules.All
      ? [{ name: "peer-all", first: 0, last: 65535, purpose: "everything between the nodes" }]
      : peerRoles.map((role) => ({
          name: `peer-${role}`,
          first: ports[role].effective,
          last: ports[role].last,
          purpose: ports[role].purpose,
        }));
  return spans.flatMap(({ name, first, last, purpose }) =>
    link<Peer>(name, "nodes", "nodes", first, last, purpose),
  );
}

function fromOutside<Peer>(
  request: RuleRequest<Peer>,
  ports: Record<PortRole, EffectivePort>,
  others: OtherPorts,
): Rule<Peer>[] {
  const { thrift, thriftSsl, console } = ports;
  const entry = request.hasBastion ? Group.Bastion : Group.Nodes;
  return [
    ...named(request.publishers).flatMap(([name, peer]) => [
      into<Peer>(`publishers-${name}-thrift`, Group.Nodes, peer, thrift.effective, thrift.purpose),
      into<Peer>(`publishers-${name}-thriftSsl`, Group.Nodes, peer, thriftSsl.effective, thriftSsl.purpose),
    ]),
    ...named(request.console).map(([name, peer]) =>
      into<Peer>(`console-${name}`, Group.Nodes, peer, console.effective, console.purpose),
    ),
    ...named(request.ssh).map(([name, peer]) =>
      into<Peer>(`ssh-${name}`, entry, peer, others.ssh, "operators and deployers, SSH"),
    ),
    ...named(request.databaseClients).map(([name, peer]) =>
      into<Peer>(
        `databaseClients-${name}`,
        Group.Database,
        peer,
        others.database,
        "databases and users, MySQL",
      ),
    ),
  ];
}

function toDatabase<Peer>({ hasBastion }: RuleRequest<Peer>, { database }: OtherPorts): Rule<Peer>[] {
  const nodes = link<Peer>("database", "nodes", "database", database, database, "product databases, MySQL");
  const purpose = "deployers through the bastion, MySQL";
  return hasBastion
    ? [...nodes, ...link<Peer>("bastion-database", "bastion", "database", database, database, purpose)]
    : nodes;
}

function fromBastion<Peer>({ hasBastion }: RuleRequest<Peer>, { ssh }: OtherPorts): Rule<Peer>[] {
  return hasBastion
    ? link<Peer>("bastion-ssh", "bastion", "nodes", ssh, ssh, "through the bastion, SSH")
    : [];
}

function outwards<Peer>(request: RuleRequest<Peer>, { svn }: OtherPorts): Rule<Peer>[] {
  const groups = request.hasBastion ? [Group.Nodes, Group.Bastion] : [Group.Nodes];
  const packages = named(request.packages);
  const everyGroup = groups.flatMap((group) => [
    ...packages.map(([name, peer]) =>
      outOf<Peer>(`packages-${name}-https`, group, peer, 443, "packages and AWS, HTTPS"),
    ),
    ...named(request.dnsServers).flatMap(([name, peer]) => [
      outOf<Peer>(`dns-${name}`, group, peer, 53, "names", "udp"),
      outOf<Peer>(`dns-${name}-tcp`, group, peer, 53, "names, long answers"),
    ]),
  ]);
  return [
    ...everyGroup,
    // A bastion installs nothing.
    ...packages.map(([name, peer]) =>
      outOf<Peer>(`packages-${name}-http`, Group.Nodes, peer, 80, "packages, HTTP"),
    ),
    ...named(request.svn).map(([name, peer]) =>
      outOf<Peer>(`svn-${name}`, Group.Nodes, peer, svn, "deployment synchronizer, Subversion"),
    ),
  ];
}

function link<Peer>(
  name: string,
  from: Group,
  to: Group,
  first: number,
  last: number,
  description: string,
): Rule<Peer>[] {
  const span = { protocol: "tcp", first, last, description } as const;
  return [
    {
      name: ruleName(to, Direction.Ingress, name),
      group: to,
      direction: Direction.Ingress,
      peer: from,
      ...span,
    },
    {
      name: ruleName(from, Direction.Egress, name),
      group: from,
      direction: Direction.Egress,
      peer: to,
      ...span,
    },
  ];
}

function into<Peer>(name: string, group: Group, peer: Peer, port: number, description: string): Rule<Peer> {
  return rule(name, group, Direction.Ingress, peer, port, description, "tcp");
}

function outOf<Peer>(
  name: string,
  group: Group,
  peer: Peer,
  port: number,
  description: string,
  protocol: "tcp" | "udp" = "tcp",
): Rule<Peer> {
  return rule(name, group, Direction.Egress, peer, port, description, protocol);
}

function rule<Peer>(
  name: string,
  group: Group,
  direction: Direction,
  outside: Peer,
  port: number,
  description: string,
  protocol: "tcp" | "udp",
): Rule<Peer> {
  const span = { first: port, last: port, protocol, description };
  return { name: ruleName(group, direction, name), group, direction, peer: { outside }, ...span };
}

function ruleName(group: Group, direction: Direction, purpose: string): string {
  return `${group}-${direction === Direction.Ingress ? "from" : "to"}-${purpose}`;
}

/** In the order of their names. */
function named<Peer>(peers: Record<string, Peer>): [string, Peer][] {
  return Object.entries(peers).sort(([a], [b]) => (a < b ? -1 : 1));
}
