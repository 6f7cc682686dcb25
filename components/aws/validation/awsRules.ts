import * as path from "node:path";
import { type DeepPartial, driverUpdate, type Problem } from "../../description";
import { DatabaseTls } from "../databaseTls";
import { isWorldOpen } from "../rules/range";
import type { AwsClusterDescription } from "./awsShape";

/** What is known of the arguments; whatever is not, or is wrong on its own, is left out. */
export interface KnownAws {
  args: DeepPartial<AwsClusterDescription>;
  isUnknown(place: string): boolean;
}

/** Rules that compare arguments with each other. */
export function awsRules(known: KnownAws): Problem[] {
  return [
    ...checkMountPoint(known),
    ...checkNodes(known),
    ...checkSubnets(known),
    ...checkPeers(known),
    ...checkLogin(known),
    ...checkDatabase(known),
    ...checkDriver(known),
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
      problem: `${path.posix.dirname(home)} holds more than the product, and the data volume is mounted there`,
      remedy: `give a folder of its own, such as /opt/wso2/${name}`,
    },
  ];
}

function checkNodes({ args }: KnownAws): Problem[] {
  const nodes = args.nodes ?? [];
  const [first, second] = nodes;
  const problems = [...nodes, args.bastion].flatMap((vm, index) => {
    const type = vm?.instanceType;
    if (type === undefined || vm?.image !== undefined || !/^[a-z]+\d+g[a-z]*\./.test(type)) return [];
    const place = index === nodes.length ? "bastion" : `nodes[${index}]`;
    const problem = `${type} has ARM processors, and the default image is for x86_64`;
    return [{ place: `${place}.instanceType`, problem, remedy: `give another type, or ${place}.image` }];
  });
  for (const key of ["address", "subnetId"] as const) {
    if (first?.[key] === undefined || first[key] !== second?.[key]) continue;
    problems.push({
      place: `nodes[1].${key}`,
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
      problem: "is missing, and only the default VPC has subnets of its own accord",
      remedy: "give two subnets of vpcId, in two zones",
    });
  }
  if (args.subnetIds !== undefined && args.subnetIds.length < 2) {
    problems.push({
      place: "subnetIds",
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
    problems.push({ place, problem: `${repeated} is given twice`, remedy: "give each subnet once" });
  }
  return problems;
}

const inwards = ["publishers", "console", "ssh", "databaseClients"] as const;
const outwards = ["packages", "svn"] as const;

function checkPeers({ args, isUnknown }: KnownAws): Problem[] {
  const { access = {} } = args;
  return [...inwards, ...outwards].flatMap((purpose) => {
    const seen = new Map<string, string>();
    return Object.entries(access[purpose] ?? {}).flatMap(([name, peer]) => {
      const place = `access.${purpose}.${name}`;
      if (isUnknown(place)) return [];
      const given = Object.values(peer ?? {}).filter((value) => value !== undefined);
      if (given.length !== 1) {
        const problem = `has ${given.length} of cidr, securityGroupId and prefixListId`;
        return [{ place, problem, remedy: "give exactly one; another peer needs a name of its own" }];
      }
      const [value = ""] = given;
      const earlier = seen.get(value);
      seen.set(value, name);
      if (earlier !== undefined) {
        return [
          {
            place,
            problem: `${value} is ${earlier} too, and AWS takes a rule once`,
            remedy: "leave one out",
          },
        ];
      }
      const isAllowed =
        !(inwards as readonly string[]).includes(purpose) ||
        (purpose === "console" && access.dangerouslyOpenConsoleToTheWorld === true);
      return peer?.cidr !== undefined && isWorldOpen(peer.cidr) && !isAllowed
        ? [worldOpen(place, peer.cidr)]
        : [];
    });
  });
}

function worldOpen(place: string, cidr: string): Problem {
  const remedy = place.startsWith("access.console.")
    ? "give the ranges of those who need it; dangerouslyOpenConsoleToTheWorld is the way to insist"
    : "give the ranges of those who need it";
  return { place: `${place}.cidr`, problem: `${cidr} is open to the world`, remedy };
}

function checkLogin({ args, isUnknown }: KnownAws): Problem[] {
  const problems: Problem[] = [];
  if (args.bastion !== undefined && args.ssh?.bastion !== undefined) {
    problems.push({ place: "ssh.bastion", problem: "is given with bastion", remedy: "give one of the two" });
  }
  if (args.ssh?.privateKey !== undefined && args.ssh.keyName === undefined && !isUnknown("ssh.keyName")) {
    problems.push({
      place: "ssh.keyName",
      problem: "is missing, so the VMs would not know ssh.privateKey",
      remedy: "name the EC2 key pair that it belongs to, or leave ssh.privateKey out to have a pair made",
    });
  }
  return problems;
}

function checkDatabase({ args, isUnknown }: KnownAws): Problem[] {
  const { database = {} } = args;
  const {
    engineVersion,
    allocatedStorage = 100,
    maxAllocatedStorage = 500,
    masterUsername = "admin",
  } = database;
  const problems: Problem[] = [];
  const refuse = (key: string, problem: string, remedy: string) =>
    problems.push({ place: `database.${key}`, problem, remedy });
  if (engineVersion !== undefined && !engineVersion.startsWith("8.4") && database.extendedSupport !== true) {
    refuse(
      "engineVersion",
      `MySQL ${engineVersion} is past its standard support on RDS`,
      "give 8.4, or set extendedSupport, which AWS charges for",
    );
  }
  if (database.masterPassword !== undefined && database.manageMasterSecret) {
    refuse("masterPassword", "is given with manageMasterSecret", "give one of the two");
  }
  if (
    (database.tls ?? DatabaseTls.Verified) === DatabaseTls.Verified &&
    database.caBundle === undefined &&
    !isUnknown("database.caBundle") &&
    !isUnknown("database.tls")
  ) {
    refuse(
      "caBundle",
      "is missing, and tls `verified` needs the certificates of RDS",
      "download https://truststore.pki.rds.amazonaws.com/<region>/<region>-bundle.pem and give its path, or set tls to encrypted",
    );
  }
  if (!isUnknown("database.allocatedStorage") && maxAllocatedStorage < allocatedStorage) {
    refuse(
      "maxAllocatedStorage",
      `${maxAllocatedStorage} is less than allocatedStorage`,
      "give more than that",
    );
  }
  if (database.username === masterUsername && !isUnknown("database.masterUsername")) {
    refuse("username", `${masterUsername} is the master user`, "give the product a user of its own");
  }
  return problems;
}

/** MySQL has no query_cache_size since 8.0.3, for which older drivers ask. */
function checkDriver({ args, isUnknown }: KnownAws): Problem[] {
  const { engineVersion } = args.database ?? {};
  if (isUnknown("database.engineVersion") || engineVersion?.startsWith("5.")) return [];
  const driver = args.product?.jdbcDriver ?? {};
  return (["file", "url"] as const).flatMap((key) => {
    const update = driverUpdate(driver[key] ?? "");
    if (update === undefined || update >= 47) return [];
    const problem = `Connector/J 5.1.${update} does not work with MySQL 8`;
    return [{ place: `product.jdbcDriver.${key}`, problem, remedy: "give 5.1.47 or later, such as 5.1.49" }];
  });
}
