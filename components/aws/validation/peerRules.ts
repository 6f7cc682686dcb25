import { type Problem, ProblemCode } from "../../description";
import { isWorldOpen } from "../rules/range";
import { samePeer } from "../rules/samePeer";
import type { KnownAws } from "./awsRules";

const inwards = ["publishers", "console", "ssh", "databaseClients"] as const;
const outwards = ["packages", "svn", "dnsServers"] as const;

interface KnownPeer {
  cidr?: string;
  securityGroupId?: string;
  prefixListId?: string;
}

/** Rules about who may reach what. */
export function checkPeers(known: KnownAws): Problem[] {
  return [...inwards, ...outwards].flatMap((purpose) => {
    const seen: { place: string; peer: KnownPeer }[] = [];
    return Object.entries(known.args.access?.[purpose] ?? {}).flatMap(([name, peer = {}]) => {
      const place = `access.${purpose}.${name}`;
      if (known.isUnknown(place)) return [];
      const given = Object.values(peer).filter((value) => value !== undefined);
      if (given.length !== 1) {
        const problem = `has ${given.length} of cidr, securityGroupId and prefixListId`;
        return [
          {
            place,
            code: ProblemCode.Contradiction,
            problem,
            remedy: "give exactly one; another peer needs a name of its own",
          },
        ];
      }
      const earlier = seen.find((other) => samePeer(peer, other.peer));
      seen.push({ place, peer });
      if (earlier !== undefined) {
        const problem = `${given[0]} is ${earlier.place} too, and AWS takes a rule once`;
        return [{ place, code: ProblemCode.Duplicate, problem, remedy: "leave one out" }];
      }
      return [...ownGroup(known, place, peer), ...worldOpen(known, purpose, place, peer)];
    });
  });
}

/** The nodes reach each other and the database by rules of their own, which the same group again would repeat. */
function ownGroup({ args }: KnownAws, place: string, { securityGroupId }: KnownPeer): Problem[] {
  if (securityGroupId === undefined || securityGroupId !== args.access?.nodesSecurityGroupId) return [];
  const problem = `${securityGroupId} is access.nodesSecurityGroupId too, the nodes' own group`;
  return [
    {
      place: `${place}.securityGroupId`,
      code: ProblemCode.Duplicate,
      problem,
      remedy: "leave it out; the nodes have their rules",
    },
  ];
}

function worldOpen({ args }: KnownAws, purpose: string, place: string, { cidr }: KnownPeer): Problem[] {
  const isAllowed =
    !(inwards as readonly string[]).includes(purpose) ||
    (purpose === "console" && args.access?.dangerouslyOpenConsoleToTheWorld === true);
  if (cidr === undefined || !isWorldOpen(cidr) || isAllowed) return [];
  const remedy = "give the ranges of those who need it";
  const insist = "; dangerouslyOpenConsoleToTheWorld is the way to insist";
  const problem = `${cidr} is open to the world`;
  return [
    {
      place: `${place}.cidr`,
      code: ProblemCode.WorldAccess,
      problem,
      remedy: purpose === "console" ? remedy + insist : remedy,
    },
  ];
}
