import * as aws from "@pulumi/aws";
import type { InvokeOptions } from "@pulumi/pulumi";
import { type Problem, ProblemCode } from "../description";

/** Where the deployment lives. */
export interface Network {
  vpcId: string;
  /** Of node1 and node2. */
  subnets: [Subnet, Subnet];
  databaseSubnetIds: string[];
  /** Of the database's subnets. */
  databaseZones: string[];
  /** Empty where there is no bastion. */
  bastionZone: string;
}

export interface Subnet {
  id: string;
  zone: string;
  vpcId: string;
}

export interface WantedNetwork {
  vpcId?: string;
  subnetIds?: string[];
  nodeSubnetIds: (string | undefined)[];
  databaseSubnetIds?: string[];
  bastionSubnetId?: string;
}

interface UsedSubnets {
  nodes: Subnet[];
  database: Subnet[];
  bastion: Subnet[];
}

const nowhere: Subnet = { id: "", zone: "", vpcId: "" };

/** Looks a network up, and collects what is wrong with it. */
export class NetworkLookUp {
  readonly problems: Problem[] = [];
  private readonly region: string | undefined;
  private readonly options: InvokeOptions;

  constructor(region: string | undefined, options: InvokeOptions) {
    this.region = region;
    this.options = options;
  }

  async network(wanted: WantedNetwork): Promise<Network> {
    const used = await this.usedSubnets(wanted);
    const [first = nowhere, second = nowhere] = used.nodes;
    const vpcId = wanted.vpcId ?? first.vpcId;
    this.checkZones(used);
    this.checkVpc(used, vpcId);
    return {
      vpcId,
      subnets: [first, second],
      databaseSubnetIds: used.database.map(({ id }) => id),
      databaseZones: used.database.map(({ zone }) => zone),
      bastionZone: used.bastion[0]?.zone ?? "",
    };
  }

  private async usedSubnets(wanted: WantedNetwork): Promise<UsedSubnets> {
    const { nodeSubnetIds, databaseSubnetIds, bastionSubnetId } = wanted;
    const hasOwn = nodeSubnetIds.every((id) => id !== undefined);
    const shared = wanted.subnetIds ?? (hasOwn ? [] : await this.defaultSubnets());
    const nodes = nodeSubnetIds.map((id, index) => id ?? shared[index]).filter((id) => id !== undefined);
    const database = databaseSubnetIds ?? (shared.length > 0 ? shared : nodes);
    const bastion = bastionSubnetId === undefined ? [] : [bastionSubnetId];
    const ids = [...new Set([...nodes, ...database, ...bastion])];
    const found = new Map(await Promise.all(ids.map(async (id) => [id, await this.subnet(id)] as const)));
    const of = (some: readonly string[]) => some.flatMap((id) => found.get(id) ?? []);
    return { nodes: of(nodes), database: of(database), bastion: of(bastion) };
  }

  /** One per zone, in the zones' order. */
  private async defaultSubnets(): Promise<string[]> {
    const vpc = await aws.ec2.getVpc({ default: true, region: this.region }, this.options);
    const filters = [
      { name: "vpc-id", values: [vpc.id] },
      { name: "default-for-az", values: ["true"] },
    ];
    const { ids } = await aws.ec2.getSubnets({ filters, region: this.region }, this.options);
    const subnets = await Promise.all(ids.map((id) => this.subnet(id)));
    if (subnets.length < 2) {
      const where = this.region ?? "the provider's region";
      this.problems.push({
        place: "subnetIds",
        code: ProblemCode.AwsNetwork,
        problem: `is missing, and the default VPC of ${where} has subnets in ${subnets.length} of two zones`,
        remedy: "give two subnets in two zones, or another region",
      });
    }
    return subnets.sort((a, b) => (a.zone < b.zone ? -1 : 1)).map(({ id }) => id);
  }

  private async subnet(id: string): Promise<Subnet> {
    const found = await aws.ec2.getSubnet({ id, region: this.region }, this.options);
    return { id, zone: found.availabilityZone, vpcId: found.vpcId };
  }

  /** One zone's failure is to leave a node, and RDS wants two in any case. */
  private checkZones({ nodes, database }: UsedSubnets): void {
    const [first, second] = nodes;
    if (first === undefined || second === undefined) return;
    if (first.zone === second.zone) {
      this.problems.push({
        place: "subnetIds",
        code: ProblemCode.AwsNetwork,
        problem: `${first.id} and ${second.id}, the nodes' subnets, are both in ${first.zone}`,
        remedy: "give subnets in two zones, so that one zone's failure leaves a node",
      });
    } else if (new Set(database.map(({ zone }) => zone)).size < 2) {
      const problem = "are all in one zone, and RDS wants two";
      this.problems.push({
        place: "database.subnetIds",
        code: ProblemCode.AwsNetwork,
        problem,
        remedy: "give subnets in two zones",
      });
    }
  }

  private checkVpc({ nodes, database, bastion }: UsedSubnets, vpcId: string): void {
    const used = new Map([...nodes, ...database, ...bastion].map((subnet) => [subnet.id, subnet]));
    for (const subnet of used.values()) {
      if (subnet.vpcId === vpcId) continue;
      const problem = `${subnet.id} is in ${subnet.vpcId}, not in ${vpcId}`;
      const remedy = "give subnets of one VPC, and that one as vpcId";
      this.problems.push({ place: "subnetIds", code: ProblemCode.AwsNetwork, problem, remedy });
    }
  }
}
