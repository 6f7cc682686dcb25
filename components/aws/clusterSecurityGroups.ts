import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EffectivePort, PortRole } from "../product";
import { withFormerType } from "../program";
import type { AccessArgs, PeerArgs } from "./awsClusterArgs";
import type { ExistingDatabaseArgs } from "./awsDatabaseArgs";
import { type AwsPlacement, tagsOf } from "./awsOptions";
import { nominalPorts } from "./clusterPorts";
import { namePrefix } from "./identifiers";
import { warnAboveQuota } from "./ruleQuota";
import { anywhere, isPackagePeer } from "./rules/packagePeers";
import {
  Direction,
  Group,
  IntraClusterRules,
  type Rule,
  type RuleRequest,
  ruleTable,
} from "./rules/ruleTable";

export interface ClusterSecurityGroupsArgs extends AwsPlacement {
  vpcId: pulumi.Input<string>;
  /** The VPC is the region's default one: the groups stay where they were urns, whatever is found later. @default false */
  isDefaultVpc?: boolean;
  /** Who may reach what, and groups that exist. */
  access?: AccessArgs;
  /** A database that exists: its group gets the rules of a new one. @default a new group, and port 3306 */
  existingDatabase?: Pick<ExistingDatabaseArgs, "securityGroupId" | "port">;
  /** The effective ports of the nodes; rules change in place with them. */
  ports: pulumi.Input<Record<PortRole, EffectivePort>>;
  /** @default 22 */
  sshPort?: pulumi.Input<number>;
  /** The port of Subversion; no rule where it is left out. */
  svnPort?: pulumi.Input<number>;
  /** Makes a group for a bastion, the only one whose SSH the nodes then accept. @default false */
  hasBastion?: boolean;
}

/**
 * A security group for the nodes, one for the database, one for the bastion where there is one, and a rule for each
 * purpose, all from the port map.
 *
 * Event sync and management are opened on their effective ports, 11225 and 10006 with the stock offset. With the ports
 * as the specification has them the nodes find each other and never synchronise (`product/profiles/stockPorts.ts`).
 */
export class ClusterSecurityGroups extends pulumi.ComponentResource {
  readonly nodesGroupId: pulumi.Output<string>;
  /** What the VMs wait for. */
  readonly rules: pulumi.Resource[];
  /** These resolve when the rules of all groups are there too. */
  readonly databaseGroupId: pulumi.Output<string>;
  readonly bastionGroupId: pulumi.Output<string> | undefined;
  private readonly placement: AwsPlacement;
  private readonly vpcId: pulumi.Input<string>;
  private readonly isDefaultVpc: boolean;

  constructor(name: string, args: ClusterSecurityGroupsArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(
      "wso2-analytics:index:ClusterSecurityGroups",
      name,
      {},
      withFormerType("pulumi-wso2-analytics:aws:ClusterSecurityGroups", opts),
    );
    this.placement = { region: args.region, tags: args.tags, checked: args.checked };
    this.vpcId = args.vpcId;
    this.isDefaultVpc = args.isDefaultVpc ?? false;
    const access = args.access ?? {};
    const databaseGroupId = args.existingDatabase?.securityGroupId ?? access.databaseSecurityGroupId;
    const groups: Record<Group, pulumi.Output<string> | undefined> = {
      nodes: this.group(name, Group.Nodes, "WSO2 analytics nodes", access.nodesSecurityGroupId),
      database: this.group(name, Group.Database, "WSO2 analytics database", databaseGroupId),
      bastion: args.hasBastion ? this.group(name, Group.Bastion, "WSO2 analytics bastion") : undefined,
    };
    const given = new Set<Group>();
    if (access.nodesSecurityGroupId !== undefined) given.add(Group.Nodes);
    if (access.databaseSecurityGroupId !== undefined) given.add(Group.Database);
    this.rules = this.createRules(name, args, groups, given);

    const urns = pulumi.all(this.rules.map(({ urn }) => urn));
    const withRules = (id: pulumi.Output<string> | undefined): pulumi.Output<string> =>
      pulumi.all([id ?? "", urns]).apply(([value]) => value);
    this.nodesGroupId = pulumi.output(groups.nodes ?? "");
    this.databaseGroupId = withRules(groups.database);
    this.bastionGroupId = groups.bastion && withRules(groups.bastion);
    this.registerOutputs({
      nodesGroupId: this.nodesGroupId,
      databaseGroupId: this.databaseGroupId,
      bastionGroupId: this.bastionGroupId,
    });
  }

  /** AWS replaces a group when its description changes, so the description names neither product nor version. */
  private group(
    name: string,
    group: Group,
    description: string,
    existing?: pulumi.Input<string>,
  ): pulumi.Output<string> {
    if (existing !== undefined) return pulumi.output(existing);
    const logicalName = `${name}-${group}`;
    return new aws.ec2.SecurityGroup(
      logicalName,
      {
        namePrefix: namePrefix(logicalName),
        description,
        vpcId: this.vpcId,
        region: this.placement.region,
        tags: tagsOf(logicalName, this.placement),
      },
      { parent: this, ignoreChanges: this.isDefaultVpc ? ["vpcId"] : [] },
    ).id;
  }

  private createRules(
    name: string,
    args: ClusterSecurityGroupsArgs,
    groups: Record<Group, pulumi.Output<string> | undefined>,
    given: ReadonlySet<Group>,
  ): pulumi.Resource[] {
    const request = ruleRequest(args);
    // The names, from ports that are known in any case; the ports by the same function once they are known.
    const table = ruleTable(request, nominalPorts(), { ssh: 22, database: 3306, svn: 0 });
    warnAboveQuota(name, table, { region: this.placement.region, parent: this });
    const known = pulumi
      .all([args.ports, args.sshPort ?? 22, args.existingDatabase?.port ?? 3306, args.svnPort ?? 0])
      .apply(([ports, ssh, database, svn]) =>
        ruleTable(request, ports, { ssh, database, svn }).map(({ first, last }) => ({ first, last })),
      );
    return table.flatMap((rule, index) => {
      if (given.has(rule.group)) return [];
      const logicalName = `${name}-${rule.name}`;
      const inputs = {
        securityGroupId: groups[rule.group] ?? "",
        ipProtocol: rule.protocol,
        fromPort: known.apply((rules) => rules[index]?.first ?? 0),
        toPort: known.apply((rules) => rules[index]?.last ?? 0),
        description: rule.description,
        region: this.placement.region,
        tags: tagsOf(logicalName, this.placementOfRule(rule, args)),
        ...peerInputs(rule, groups),
      };
      const options = { parent: this };
      return rule.direction === Direction.Ingress
        ? new aws.vpc.SecurityGroupIngressRule(logicalName, inputs, options)
        : new aws.vpc.SecurityGroupEgressRule(logicalName, inputs, options);
    });
  }

  /** A group of ours has waited for what is checked, and an existing database's has not. */
  private placementOfRule(
    { group }: Rule<PeerArgs>,
    { existingDatabase }: ClusterSecurityGroupsArgs,
  ): AwsPlacement {
    const isExisting = group === Group.Database && existingDatabase !== undefined;
    return isExisting ? this.placement : { tags: this.placement.tags };
  }
}

function ruleRequest(args: ClusterSecurityGroupsArgs): RuleRequest<PeerArgs> {
  const { access = {} } = args;
  return {
    publishers: access.publishers ?? {},
    console: access.console ?? {},
    ssh: access.ssh ?? {},
    databaseClients: access.databaseClients ?? {},
    packages: access.packages ?? anywhere,
    svn: svnPeers(args),
    dnsServers: access.dnsServers ?? {},
    hasBastion: args.hasBastion ?? false,
    intraCluster: access.intraCluster ?? IntraClusterRules.Exact,
  };
}

/** The peers that need a rule for Subversion. While the port is not known yet, all of them do. */
function svnPeers({ access = {}, svnPort }: ClusterSecurityGroupsArgs): Record<string, PeerArgs> {
  if (svnPort === undefined) return {};
  const port = typeof svnPort === "number" ? svnPort : undefined;
  const peers = Object.entries(access.svn ?? anywhere);
  return Object.fromEntries(peers.filter(([, peer]) => !isPackagePeer(access, peer, port)));
}

interface PeerInputs {
  cidrIpv4?: pulumi.Input<string>;
  cidrIpv6?: pulumi.Input<string>;
  prefixListId?: pulumi.Input<string>;
  referencedSecurityGroupId?: pulumi.Input<string>;
}

function peerInputs(
  { peer }: Rule<PeerArgs>,
  groups: Record<Group, pulumi.Output<string> | undefined>,
): PeerInputs {
  if (typeof peer === "string") return { referencedSecurityGroupId: groups[peer] };
  const { cidr, securityGroupId, prefixListId } = peer.outside;
  if (cidr === undefined) return { referencedSecurityGroupId: securityGroupId, prefixListId };
  if (typeof cidr === "string") return isIpv6(cidr) ? { cidrIpv6: cidr } : { cidrIpv4: cidr };
  const only = (wanted: boolean) =>
    pulumi
      .output(cidr)
      .apply((value) => (isIpv6(value) === wanted ? value : undefined)) as pulumi.Output<string>;
  return { cidrIpv4: only(false), cidrIpv6: only(true) };
}

function isIpv6(cidr: string): boolean {
  return cidr.includes(":");
}
