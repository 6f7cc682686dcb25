import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { preflight } from "../cluster";
import { DescriptionError, type Problem } from "../description";
import { throwProblems } from "../program";
import { readTrustStore } from "../render";
import type { AwsAnalyticsClusterArgs } from "./awsClusterArgs";
import { pendingCoreArgs } from "./awsProblems";
import { DatabaseTls } from "./databaseTls";
import { defaultInstanceClass } from "./mySqlInstance";
import { type Network, NetworkLookUp } from "./networkLookUp";

/** What is looked up in AWS and on this machine. */
export interface LookUps {
  network: pulumi.Output<Network>;
  /** Amazon Linux 2023 of now; empty where every VM has an image of its own. */
  image: pulumi.Output<string>;
  /** Base64; empty where the product does not verify certificates. */
  trustStore: pulumi.Output<string>;
  /** Resolves when the files of this machine were found right. */
  files: pulumi.Output<void>;
  /** Resolves when all of it fits together; the error otherwise has every problem. */
  checked: pulumi.Output<unknown>;
}

interface Found<T> {
  value: T;
  problems: Problem[];
}

const imageParameter = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

/**
 * Looks everything up. Each value depends on no more arguments than it needs, so that one that is not known yet leaves
 * the others known: an unknown subnet would be a replacement in a preview.
 */
export function lookUp(name: string, args: AwsAnalyticsClusterArgs, parent: pulumi.Resource): LookUps {
  const { region, access, database } = args;
  const options = { parent };
  const network = lookUpNetwork(args, options);
  const groups = pulumi
    .all([
      {
        "access.nodesSecurityGroupId": access?.nodesSecurityGroupId,
        "access.databaseSecurityGroupId": access?.databaseSecurityGroupId,
      },
      network,
      region,
    ])
    .apply(([given, { value }, where]) => groupProblems(given, value.vpcId, where, options));
  const instanceClass = pulumi
    .all([database.instanceClass ?? defaultInstanceClass, region])
    .apply(([wanted, where]) => classProblems(wanted, where, options));
  const verified = (database.tls ?? DatabaseTls.Verified) === DatabaseTls.Verified;
  const store = pulumi.output(verified ? database.caBundle : undefined).apply(trustStoreOf);
  const files = preflight(name, pendingCoreArgs(args));
  return {
    network: network.apply(({ value }) => value),
    files,
    image: lookUpImage(args, options),
    trustStore: store.apply(({ value }) => value),
    checked: pulumi
      .all([network, store, groups, instanceClass, files])
      .apply(([found, bundle, ofGroups, ofClass]) => {
        throwProblems(name, [...found.problems, ...bundle.problems, ...ofGroups, ...ofClass]);
      }),
  };
}

function lookUpNetwork(
  { region, vpcId, subnetIds, nodes = [{}, {}], bastion, database }: AwsAnalyticsClusterArgs,
  options: pulumi.InvokeOptions,
): pulumi.Output<Found<Network>> {
  return pulumi
    .output({
      region,
      vpcId,
      subnetIds,
      nodeSubnetIds: nodes.map(({ subnetId }) => subnetId),
      databaseSubnetIds: database.subnetIds,
      bastionSubnetId: bastion?.subnetId,
    })
    .apply(async (wanted) => {
      const lookUp = new NetworkLookUp(wanted.region, options);
      const value = await lookUp.network(wanted);
      return { value, problems: lookUp.problems };
    });
}

function lookUpImage(
  { nodes = [{}, {}], bastion, region }: AwsAnalyticsClusterArgs,
  options: pulumi.InvokeOptions,
): pulumi.Output<string> {
  const vms = bastion === undefined ? nodes : [...nodes, bastion];
  return vms.every(({ image }) => image !== undefined)
    ? pulumi.output("")
    : pulumi.unsecret(aws.ssm.getParameterOutput({ name: imageParameter, region }, options).value);
}

async function groupProblems(
  groups: Record<string, string | undefined>,
  vpcId: string,
  region: string | undefined,
  options: pulumi.InvokeOptions,
): Promise<Problem[]> {
  const problems = Object.entries(groups).map(async ([place, id]) => {
    if (id === undefined) return [];
    const group = await aws.ec2.getSecurityGroup({ id, region }, options);
    if (group.vpcId === vpcId) return [];
    const problem = `${id} is a group of ${group.vpcId}, and the deployment is in ${vpcId}`;
    return [{ place, problem, remedy: "give a group of that VPC, or leave it out to have one made" }];
  });
  return (await Promise.all(problems)).flat();
}

/** Some classes were never offered for MySQL, some no longer are, some not in every region. */
async function classProblems(
  instanceClass: string,
  region: string | undefined,
  options: pulumi.InvokeOptions,
): Promise<Problem[]> {
  const criteria = {
    engine: "mysql",
    preferredInstanceClasses: [instanceClass],
    storageType: "gp3",
    vpc: true,
  };
  try {
    await aws.rds.getOrderableDbInstance({ ...criteria, region }, options);
    return [];
  } catch (error) {
    const text = String(error);
    // Several versions of MySQL are offered on it, which is all that was asked.
    if (/multiple RDS/i.test(text)) return [];
    if (!/no (matching )?RDS|no matching|empty result|returned no results|couldn't find/i.test(text))
      throw error;
    const where = region ?? "the provider's region";
    return [
      {
        place: "database.instanceClass",
        problem: `${instanceClass} is not offered for MySQL with gp3 in ${where}`,
        remedy: `give another, such as ${defaultInstanceClass}`,
      },
    ];
  }
}

async function trustStoreOf(bundle: string | undefined): Promise<Found<string>> {
  if (bundle === undefined) return { value: "", problems: [] };
  try {
    return { value: (await readTrustStore(bundle, "rds")).toString("base64"), problems: [] };
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    return { value: "", problems: [...error.problems] };
  }
}
