import { readFile } from "node:fs/promises";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../checkedDescription";
import type { Problem } from "../configuration/problem";
import type { AwsAnalyticsClusterArgs } from "./awsClusterArgs";
import { DatabaseTls } from "./databaseTls";
import { defaultInstanceClass } from "./mySqlInstance";
import { trustStore } from "./trustStore";

/** What is looked up in AWS and on this machine before anything is made. */
export interface LookedUp {
  vpcId: string;
  vpcCidr: string;
  /** Of node1 and node2. */
  subnets: [Subnet, Subnet];
  databaseSubnetIds: string[];
  /** Amazon Linux 2023 of now; empty where every VM has an image of its own. */
  image: string;
  /** Base64; empty where the certificates are not verified. */
  trustStore: string;
}

export interface Subnet {
  id: string;
  zone: string;
  vpcId: string;
}

const imageParameter = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

/**
 * Looks everything up, and refuses what does not fit together with all problems in one error. Every AWS resource takes
 * an input from the result, so none is made before.
 */
export function lookUp(
  name: string,
  args: AwsAnalyticsClusterArgs,
  parent: pulumi.Resource,
): pulumi.Output<LookedUp> {
  const { region, vpcId, subnetIds, nodes = [{}, {}], access, bastion, database } = args;
  const wanted = pulumi.output({
    region,
    vpcId,
    subnetIds,
    nodes: nodes.map((node) => ({ subnetId: node.subnetId, image: node.image })),
    groups: {
      "access.nodesSecurityGroupId": access?.nodesSecurityGroupId,
      "access.databaseSecurityGroupId": access?.databaseSecurityGroupId,
    },
    bastion: bastion && { subnetId: bastion.subnetId, image: bastion.image },
    databaseSubnetIds: database.subnetIds,
    instanceClass: database.instanceClass ?? defaultInstanceClass,
    caBundle: (database.tls ?? DatabaseTls.Verified) === DatabaseTls.Verified ? database.caBundle : undefined,
  });
  return wanted.apply(async (known) => {
    const session = new LookUpSession(known.region, parent);
    const result = await session.all(known as Wanted);
    refuse(name, session.problems);
    return result;
  });
}

interface Wanted {
  region?: string;
  vpcId?: string;
  subnetIds?: string[];
  nodes: { subnetId?: string; image?: string }[];
  groups: Record<string, string | undefined>;
  bastion?: { subnetId: string; image?: string };
  databaseSubnetIds?: string[];
  instanceClass: string;
  caBundle?: string;
}

class LookUpSession {
  readonly problems: Problem[] = [];
  private readonly region: string | undefined;
  private readonly options: pulumi.InvokeOptions;

  constructor(region: string | undefined, parent: pulumi.Resource) {
    this.region = region;
    this.options = { parent };
  }

  async all(wanted: Wanted): Promise<LookedUp> {
    const [image, store] = await Promise.all([
      this.image(wanted),
      this.trustStore(wanted.caBundle),
      this.checkClass(wanted.instanceClass),
    ]);
    const subnets = await this.subnetsOf(wanted);
    const vpcId = wanted.vpcId ?? subnets.nodes[0]?.vpcId;
    const vpc =
      vpcId === undefined
        ? undefined
        : await aws.ec2.getVpc({ id: vpcId, region: this.region }, this.options);
    await this.checkGroups(wanted.groups, vpcId ?? "");
    this.checkPlaces(subnets, vpcId ?? "");
    const nowhere = { id: "", zone: "", vpcId: "" };
    return {
      vpcId: vpcId ?? "",
      vpcCidr: vpc?.cidrBlock ?? "",
      subnets: [subnets.nodes[0] ?? nowhere, subnets.nodes[1] ?? nowhere],
      databaseSubnetIds: subnets.database.map(({ id }) => id),
      image,
      trustStore: store,
    };
  }

  private async subnetsOf(
    wanted: Wanted,
  ): Promise<{ nodes: Subnet[]; database: Subnet[]; bastion: Subnet[] }> {
    const ownNodes = wanted.nodes.every(({ subnetId }) => subnetId !== undefined);
    const shared = wanted.subnetIds ?? (ownNodes ? [] : await this.defaultSubnets());
    const nodeIds = wanted.nodes
      .map(({ subnetId }, index) => subnetId ?? shared[index])
      .filter((id) => id !== undefined);
    const databaseIds = wanted.databaseSubnetIds ?? (shared.length > 0 ? shared : nodeIds);
    const bastionIds = wanted.bastion === undefined ? [] : [wanted.bastion.subnetId];
    const ids = [...new Set([...nodeIds, ...databaseIds, ...bastionIds])];
    const found = new Map(await Promise.all(ids.map(async (id) => [id, await this.subnet(id)] as const)));
    const of = (some: readonly string[]) => some.flatMap((id) => found.get(id) ?? []);
    return { nodes: of(nodeIds), database: of(databaseIds), bastion: of(bastionIds) };
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
    if (new Set(subnets.map(({ zone }) => zone)).size < 2) {
      this.problems.push({
        place: "subnetIds",
        problem: `is missing, and the default VPC of ${this.region ?? "the provider's region"} has subnets in ${subnets.length} of two zones`,
        remedy: "give two subnets in two zones, or another region",
      });
    }
    return subnets.sort((a, b) => (a.zone < b.zone ? -1 : 1)).map(({ id }) => id);
  }

  private async subnet(id: string): Promise<Subnet> {
    const found = await aws.ec2.getSubnet({ id, region: this.region }, this.options);
    return { id, zone: found.availabilityZone, vpcId: found.vpcId };
  }

  /** The nodes in two zones, the database's subnets too, and all of them in the one network. */
  private checkPlaces(
    subnets: { nodes: Subnet[]; database: Subnet[]; bastion: Subnet[] },
    vpcId: string,
  ): void {
    const place = "subnetIds";
    const zones = new Set(subnets.nodes.map(({ zone }) => zone));
    if (subnets.nodes.length === 2 && zones.size < 2) {
      this.problems.push({
        place,
        problem: `${subnets.nodes.map(({ id }) => id).join(" and ")}, the nodes' subnets, are both in ${[...zones]}`,
        remedy: "give subnets in two zones, so that one zone's failure leaves a node",
      });
    }
    if (new Set(subnets.database.map(({ zone }) => zone)).size < 2 && zones.size === 2) {
      this.problems.push({
        place: "database.subnetIds",
        problem: "are all in one zone, and RDS wants two",
        remedy: "give subnets in two zones",
      });
    }
    const all = new Map(
      [...subnets.nodes, ...subnets.database, ...subnets.bastion].map((subnet) => [subnet.id, subnet]),
    );
    for (const subnet of all.values()) {
      if (subnet.vpcId === vpcId) continue;
      const problem = `${subnet.id} is in ${subnet.vpcId}, not in ${vpcId}`;
      this.problems.push({ place, problem, remedy: "give subnets of one VPC, and that one as vpcId" });
    }
  }

  private async checkGroups(groups: Record<string, string | undefined>, vpcId: string): Promise<void> {
    for (const [place, id] of Object.entries(groups)) {
      if (id === undefined) continue;
      const group = await aws.ec2.getSecurityGroup({ id, region: this.region }, this.options);
      if (group.vpcId === vpcId) continue;
      const problem = `${id} is a group of ${group.vpcId}, and the deployment is in ${vpcId}`;
      this.problems.push({
        place,
        problem,
        remedy: "give a group of that VPC, or leave it out to have one made",
      });
    }
  }

  private async image({ nodes, bastion }: Wanted): Promise<string> {
    const vms = bastion === undefined ? nodes : [...nodes, bastion];
    if (vms.every(({ image }) => image !== undefined)) return "";
    return (await aws.ssm.getParameter({ name: imageParameter, region: this.region }, this.options)).value;
  }

  /** Some classes were never offered for MySQL, some no longer are, some not in every region. */
  private async checkClass(instanceClass: string): Promise<void> {
    try {
      await aws.rds.getOrderableDbInstance(
        {
          engine: "mysql",
          preferredInstanceClasses: [instanceClass],
          storageType: "gp3",
          vpc: true,
          region: this.region,
        },
        this.options,
      );
    } catch (error) {
      const text = String(error);
      // Several versions of MySQL are offered on it, which is all that was asked.
      if (/multiple RDS DB Instance/i.test(text)) return;
      if (!/no (matching )?RDS|no matching|empty result|returned no results|couldn't find/i.test(text))
        throw error;
      this.problems.push({
        place: "database.instanceClass",
        problem: `${instanceClass} is not offered for MySQL with gp3 in ${this.region ?? "the provider's region"}`,
        remedy: `give another, such as ${defaultInstanceClass}`,
      });
    }
  }

  private async trustStore(bundle: string | undefined): Promise<string> {
    if (bundle === undefined) return "";
    try {
      return trustStore(await readFile(bundle, "utf8")).toString("base64");
    } catch (error) {
      this.problems.push({
        place: "database.caBundle",
        problem: `${bundle} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
        remedy: "give the PEM file with the certificates of RDS",
      });
      return "";
    }
  }
}
