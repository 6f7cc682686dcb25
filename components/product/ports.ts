import type { ClusterDescription, PortsDescription } from "../description";
import { PortRole, type PortScope, type ProductProfile } from "./profiles/productProfile";

/** One port of a node: what the file says, what the process listens on. */
export interface EffectivePort {
  role: PortRole;
  configured: number;
  /** `configured` plus the offset where the product adds it. */
  effective: number;
  /** The last port that may be used when the ones before it are taken; equals `effective` for most roles. */
  last: number;
  scope: PortScope;
  purpose: string;
}

/**
 * The ports of one node, by role. What is rendered, probed and opened in security groups comes from here alone; what
 * is opened is what `scope` names.
 *
 * @param offset the offset in force: `product.portOffset`, else the distribution's own (stock: 1)
 */
export function portMap(
  profile: ProductProfile,
  offset: number,
  configured: PortsDescription,
): Record<PortRole, EffectivePort> {
  const entries = Object.values(PortRole).map((role) => {
    const port = profile.ports[role];
    const base = configuredPort(role, configured) ?? port.configured;
    const effective = base + (port.shifted ? offset : 0);
    const last = effective + (port.retries ?? 0);
    const { scope, purpose } = port;
    return [role, { role, configured: base, effective, last, scope, purpose }] as const;
  });
  return Object.fromEntries(entries) as Record<PortRole, EffectivePort>;
}

/** The ports asked for on a node: its own, else the cluster's; undefined where the profile's default holds. */
export function configuredPorts(description: ClusterDescription, node: number): PortsDescription {
  return { ...given(description.ports), ...given(description.nodes[node]?.ports) };
}

function given(ports: PortsDescription = {}): PortsDescription {
  return Object.fromEntries(Object.entries(ports).filter(([, port]) => port !== undefined));
}

function configuredPort(role: PortRole, ports: PortsDescription): number | undefined {
  switch (role) {
    case PortRole.Hazelcast:
      return ports.hazelcast;
    case PortRole.EventSync:
      return ports.eventSync;
    case PortRole.Management:
      return ports.management;
    case PortRole.Presentation:
      return ports.presentation;
    default:
      return undefined;
  }
}
