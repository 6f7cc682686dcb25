import * as path from "node:path";
import type { Unwrap } from "@pulumi/pulumi";
import { type DeepPartial, type Problem, ProblemCode } from "../../description";
import type { AwsAnalyticsClusterArgs } from "../awsClusterArgs";
import { checkDatabase } from "./databaseRules";
import { checkPeers } from "./peerRules";
import { checkTags } from "./tags";

/** The arguments once their inputs are resolved. */
export type AwsClusterDescription = Unwrap<AwsAnalyticsClusterArgs>;

/** What is known of the arguments; whatever is not, or is wrong on its own, is left out. */
export interface KnownAws {
  args: DeepPartial<AwsClusterDescription>;
  isUnknown(place: string): boolean;
}

/** Rules that compare arguments with each other. */
export function awsRules(known: KnownAws): Problem[] {
  return [
    ...checkTags(known.args.tags),
    ...checkMountPoint(known),
    ...checkNodes(known),
    ...checkSubnets(known),
    ...checkPeers(known),
    ...checkLogin(known),
    ...checkDatabase(known),
  ];
}

const systemFolders = [
  "/",
  "/opt",
  "/usr",
  "/usr/local",
  "/var",
  "/srv",
  "/mnt",
  "/home",
  "/root",
  "/etc",
  "/tmp",
];

/** The volume hides what the image has at its mount point. */
function checkMountPoint({ args }: KnownAws): Problem[] {
  const home = args.product?.home;
  if (home === undefined || !systemFolders.includes(path.posix.dirname(home))) return [];
  const name = path.posix.basename(home);
  return [
    {
      place: "product.home",
      code: ProblemCode.InvalidValue,
      problem: `${path.posix.dirname(home)} holds more than the product, and the data volume is mounted there`,
      remedy: `give a folder of its own, such as /opt/wso2/${name}`,
    },
  ];
}

function checkNodes({ args }: KnownAws): Problem[] {
  const nodes = args.nodes ?? [];
  const [first, second] = nodes;
  const problems: Problem[] = [];
  for (const key of ["address", "subnetId"] as const) {
    if (first?.[key] === undefined || first[key] !== second?.[key]) continue;
    problems.push({
      place: `nodes[1].${key}`,
      code: ProblemCode.Duplicate,
      problem: `${first[key]} is the first node's too`,
      remedy: key === "address" ? "give each node its own" : "give a subnet in another zone",
    });
  }
  return problems;
}

function checkSubnets({ args, isUnknown }: KnownAws): Problem[] {
  const problems: Problem[] = [];
  const hasOwn = args.nodes?.length === 2 && args.nodes.every((node) => node?.subnetId !== undefined);
  if (args.vpcId !== undefined && args.subnetIds === undefined && !hasOwn && !isUnknown("subnetIds")) {
    problems.push({
      place: "subnetIds",
      code: ProblemCode.MissingArgument,
      problem: "is missing, and only the default VPC has subnets of its own accord",
      remedy: "give two subnets of vpcId, in two zones",
    });
  }
  if (args.subnetIds !== undefined && args.subnetIds.length < 2) {
    problems.push({
      place: "subnetIds",
      code: ProblemCode.OutOfRange,
      problem: `has ${args.subnetIds.length} of at least 2 subnets`,
      remedy: "give two, in two zones",
    });
  }
  for (const [place, ids] of [
    ["subnetIds", args.subnetIds],
    ["database.subnetIds", args.database?.subnetIds],
  ] as const) {
    const repeated = ids?.find((id, index) => id !== undefined && ids.indexOf(id) !== index);
    if (repeated === undefined) continue;
    problems.push({
      place,
      code: ProblemCode.Duplicate,
      problem: `${repeated} is given twice`,
      remedy: "give each subnet once",
    });
  }
  return problems;
}

function checkLogin({ args, isUnknown }: KnownAws): Problem[] {
  const problems: Problem[] = [];
  if (args.bastion !== undefined && args.ssh?.bastion !== undefined) {
    problems.push({
      place: "ssh.bastion",
      code: ProblemCode.Contradiction,
      problem: "is given with bastion",
      remedy: "give one of the two",
    });
  }
  if (args.ssh?.privateKey !== undefined && args.ssh.keyName === undefined && !isUnknown("ssh.keyName")) {
    problems.push({
      place: "ssh.keyName",
      code: ProblemCode.MissingCompanion,
      problem: "is missing, so the VMs would not know ssh.privateKey",
      remedy: "name the EC2 key pair that it belongs to, or leave ssh.privateKey out to have a pair made",
    });
  }
  return problems;
}
