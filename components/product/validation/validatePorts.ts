import { type ClusterDescription, type Problem, ProblemCode } from "../../description";
import { configuredPorts, type EffectivePort, portMap } from "../ports";
import { PortRole } from "../profiles/productProfile";
import { findProfile } from "../profiles/profiles";

/**
 * Checks the ports in force: none above 65535 once the offset is added, and no two uses of one port on a node.
 *
 * @param offset the offset in force: `product.portOffset`, else the distribution's own
 */
export function validatePorts(description: ClusterDescription, offset: number): Problem[] {
  const profile = findProfile(description.product.profile);
  if (profile === undefined) return [];
  const problems = description.nodes.flatMap((_, node) => {
    const ports = Object.values(portMap(profile, offset, configuredPorts(description, node)));
    const placeOf = (port: EffectivePort) => placeOfPort(description, node, port.role);
    return [...checkRange(ports, placeOf), ...checkCollisions(ports, placeOf)];
  });
  return withoutRepetition(problems);
}

type PlaceOf = (port: EffectivePort) => string;

/** Too large an offset is one problem, told by the highest port, however many ports it moves too far. */
function checkRange(ports: readonly EffectivePort[], placeOf: PlaceOf): Problem[] {
  const lowestFirst = ports.filter((port) => port.last > 65535).sort((a, b) => a.last - b.last);
  const highestByPlace = new Map(lowestFirst.map((port) => [placeOf(port), port]));
  return [...highestByPlace.values()].map((port) => ({
    place: placeOf(port),
    code: ProblemCode.OutOfRange,
    problem: `the ${port.role} port is ${spanOf(port)} with the offset, above 65535`,
    remedy: "give a smaller port or offset",
  }));
}

function checkCollisions(ports: readonly EffectivePort[], placeOf: PlaceOf): Problem[] {
  const listening = ports.filter(({ role }) => role !== PortRole.Presentation);
  return listening.flatMap((port, index) =>
    listening.slice(index + 1).flatMap((other) => {
      if (port.last < other.effective || other.last < port.effective) return [];
      const [place, at] = placeOf(port) === offsetPlace ? [placeOf(other), other] : [placeOf(port), port];
      const taken = at === port ? other : port;
      return [
        {
          place,
          code: ProblemCode.PortCollision,
          problem: `the ${at.role} port is ${spanOf(at)} with the offset, which ${taken.role} (${spanOf(taken)}) uses too`,
          remedy: "give another port",
        },
      ];
    }),
  );
}

function spanOf({ effective, last }: EffectivePort): string {
  return effective === last ? `${effective}` : `${effective}-${last}`;
}

const offsetPlace = "product.portOffset";

/** Where the port comes from: the node's own ports, the cluster's, or only the offset. */
function placeOfPort(description: ClusterDescription, node: number, role: PortRole): string {
  const has = (ports: object | undefined) => ports !== undefined && Object.hasOwn(ports, role);
  if (has(description.nodes[node]?.ports)) return `nodes[${node}].ports.${role}`;
  return has(description.ports) ? `ports.${role}` : offsetPlace;
}

/** What both nodes share is reported once. */
function withoutRepetition(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.place} ${problem.problem}`, problem])).values()];
}
