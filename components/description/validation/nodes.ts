import type { NodeDescription } from "../clusterDescription";
import type { Problem } from "../problem";
import { ProblemCode } from "../problemKinds";
import { AddressKind, addressKind } from "./addresses";
import type { DeepPartial, Known } from "./known";

/** Rules that compare the nodes with each other and with what the cluster allows. */
export function checkNodes(known: Known): Problem[] {
  return [
    ...checkAddresses(known),
    ...checkDistinct(known),
    ...checkDistinctHomes(known),
    ...checkHomes(known),
    ...checkSymbolicLink(known),
  ];
}

function checkAddresses(known: Known): Problem[] {
  const nodes = known.description.nodes ?? [];
  return nodes.flatMap((node, index) => [
    ...checkAddress(known, `nodes[${index}].address`, node?.address),
    ...checkAddress(known, `nodes[${index}].sparkAddress`, node?.sparkAddress),
  ]);
}

/** The product binds the address and tells it to the other node, so it must be one that works for both. */
function checkAddress(known: Known, place: string, address: string | undefined): Problem[] {
  const kind = address === undefined ? undefined : addressKind(address);
  const remedy = "give the private IPv4 address that the node itself has";
  const refuse = (problem: string, more = ""): Problem[] => [
    { place, code: ProblemCode.UnsuitableAddress, problem: `${address} ${problem}`, remedy: remedy + more },
  ];
  switch (kind) {
    case undefined:
    case AddressKind.Private:
      return [];
    case AddressKind.Loopback:
      if (known.description.allowLoopbackAddresses || known.isUnknown("allowLoopbackAddresses")) return [];
      return refuse(
        "is a loopback address, which the other node cannot reach",
        "; allowLoopbackAddresses is for two nodes on one host",
      );
    case AddressKind.Public:
      if (known.description.allowPublicAddresses || known.isUnknown("allowPublicAddresses")) return [];
      return refuse(
        "is a public address, which a node behind address translation cannot bind",
        "; allowPublicAddresses is for one that stands on the node's interface",
      );
    case AddressKind.Unspecified:
      return refuse("stands for every address, and the other node would call itself");
    default:
      return refuse(`is a ${kind} address, not one of a node`);
  }
}

function checkDistinct({ description }: Known): Problem[] {
  const [first, second] = description.nodes ?? [];
  if (first === undefined || second === undefined) return [];
  const problems: Problem[] = [];
  if (first.address !== undefined && first.address === second.address) {
    problems.push({
      place: "nodes[1].address",
      code: ProblemCode.Duplicate,
      problem: `${second.address} is the address of the first node too`,
      remedy: "give each node its own",
    });
  }
  for (const [place, spark, others] of [
    ["nodes[0].sparkAddress", first.sparkAddress, [second.address]],
    ["nodes[1].sparkAddress", second.sparkAddress, [first.address, first.sparkAddress]],
  ] as const) {
    if (spark !== undefined && others.includes(spark)) {
      problems.push({
        place,
        code: ProblemCode.Duplicate,
        problem: `${spark} is an address of the other node`,
        remedy: "give one of this node",
      });
    }
  }
  return problems;
}

/** Both nodes would be staged into one home, each over the other. */
function checkDistinctHomes(known: Known): Problem[] {
  const own = ["address", "home", "ssh.host", "ssh.port", "ssh.bastion.host"];
  const needed = [0, 1].flatMap((node) => own.map((key) => `nodes[${node}].${key}`));
  if (["product.home", ...needed].some((place) => known.isUnknown(place))) return [];
  const [first, second] = known.description.nodes ?? [];
  const [firstHome, secondHome] = homes(known);
  if (firstHome !== secondHome || sshEnd(first) === undefined || sshEnd(first) !== sshEnd(second)) return [];
  const [index, host] = second?.ssh?.host === undefined ? [0, first?.ssh?.host] : [1, second.ssh.host];
  // Without it the addresses are equal, which is told there.
  if (host === undefined) return [];
  return [
    {
      place: `nodes[${index}].ssh.host`,
      code: ProblemCode.Duplicate,
      problem: `${host} leads to the other node's host, and the home there is the same`,
      remedy: "give where this node answers, its port, or a home of its own",
    },
  ];
}

/** Where SSH leads to a node; the same text for both where it is the same end. */
function sshEnd(node: DeepPartial<NodeDescription> | undefined): string | undefined {
  const host = node?.ssh?.host ?? node?.address;
  if (host === undefined) return undefined;
  return [host, node?.ssh?.port ?? 22, node?.ssh?.bastion?.host ?? ""].join(" ").toLowerCase();
}

function checkHomes(known: Known): Problem[] {
  const places = ["product.home", "nodes[0].home", "nodes[1].home", "spark.symbolicLink"];
  if (places.some((place) => known.isUnknown(place)) || known.description.nodes?.length !== 2) return [];
  const [first, second] = homes(known);
  if (first === second || known.description.spark?.symbolicLink !== undefined) return [];
  return [
    {
      place: "nodes[1].home",
      code: ProblemCode.MissingCompanion,
      problem: `${second} is not the first node's home ${first}, and Spark gives one node's paths to the other`,
      remedy: "give both nodes the same home, or spark.symbolicLink, a path that leads to the home on both",
    },
  ];
}

function checkSymbolicLink(known: Known): Problem[] {
  const link = known.description.spark?.symbolicLink?.replace(/\/$/, "");
  if (link === undefined || !homes(known).includes(link)) return [];
  return [
    {
      place: "spark.symbolicLink",
      code: ProblemCode.Duplicate,
      problem: `${link} is a node's home itself`,
      remedy: "give another path, the same on both nodes, where a link to the home is made",
    },
  ];
}

function homes({ description }: Known): (string | undefined)[] {
  return (description.nodes ?? []).map((node) => node?.home ?? description.product?.home);
}
