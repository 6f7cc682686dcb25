import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { preflight } from "../cluster";
import { DescriptionError, type Problem, ProblemCode } from "../description";
import { knownPart, requireEngine, throwProblems } from "../program";
import { readTrustStore } from "../render";
import type { AwsAnalyticsClusterArgs } from "./awsClusterArgs";
import { pendingCoreArgs } from "./awsProblems";
import { DatabaseTls } from "./databaseTls";
import { defaultBastionType, defaultInstanceType } from "./instanceDefaults";
import { type Network, NetworkLookUp } from "./networkLookUp";
import { OfferingLookUp } from "./offeringLookUp";
import { repeatedSvnRule } from "./rules/svnPort";

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
        "database.existing.securityGroupId": database.existing?.securityGroupId,
      },
      network,
      region,
    ])
    .apply(([given, { value }, where]) => groupProblems(given, value.vpcId, where, options));
  const offered = offeringProblems(args, network, options);
  const verified = (database.tls ?? DatabaseTls.Verified) === DatabaseTls.Verified;
  const store = pulumi.output(verified ? database.caBundle : undefined).apply(trustStoreOf);
  const files = preflight(name, knownPart(pendingCoreArgs(args)));
  return {
    network: network.apply(({ value }) => value),
    files,
    image: lookUpImage(args, options),
    trustStore: store.apply(({ value }) => value),
    checked: pulumi.all([
      pulumi.all([network, store, groups, offered, files]).apply(([found, bundle, ofGroups, ofOffers]) => {
        throwProblems(name, [...found.problems, ...bundle.problems, ...ofGroups, ...ofOffers]);
      }),
      requireEngine(name),
      // On its own: where the URL is not known in a preview, the rest is still checked.
      repeatedSvnRule(args).apply((problems) => throwProblems(name, problems)),
    ]),
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
    const remedy = place.startsWith("database.existing")
      ? "give a database in that VPC, with its group"
      : "give a group of that VPC, or leave it out to have one made";
    return [{ place, code: ProblemCode.AwsNetwork, problem, remedy }];
  });
  return (await Promise.all(problems)).flat();
}

/** Whether AWS offers the VMs and the database in their zones. */
function offeringProblems(
  { region, nodes = [{}, {}], bastion, database }: AwsAnalyticsClusterArgs,
  network: pulumi.Output<Found<Network>>,
  options: pulumi.InvokeOptions,
): pulumi.Output<Problem[]> {
  const { instanceClass, engineVersion, multiAz, performanceInsights } = database;
  const vms = nodes.map(({ instanceType, image }) => ({ type: instanceType ?? defaultInstanceType, image }));
  return pulumi
    .output({
      region,
      network,
      vms,
      bastion: bastion && { type: bastion.instanceType ?? defaultBastionType, image: bastion.image },
      database: database.existing
        ? undefined
        : { instanceClass, engineVersion, multiAz, performanceInsights },
    })
    .apply(async (wanted) => {
      // The zones of subnets that are wrong are none to ask for.
      const network = wanted.network.problems.length === 0 ? wanted.network.value : undefined;
      const lookUp = new OfferingLookUp(wanted.region, options);
      const vms = wanted.vms.map((vm, index) => ({
        ...vm,
        place: `nodes[${index}]`,
        zone: network?.subnets[index]?.zone,
      }));
      if (wanted.bastion) vms.push({ ...wanted.bastion, place: "bastion", zone: network?.bastionZone });
      const problems = await Promise.all([
        ...vms.map(({ image, ...vm }) => lookUp.vmProblems({ ...vm, hasDefaultImage: image === undefined })),
        ...(wanted.database
          ? [lookUp.databaseProblems({ ...wanted.database, zones: network?.databaseZones })]
          : []),
      ]);
      return problems.flat();
    });
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
