import type { Finding } from "./findings";
import type { NodeObservation } from "./observation";

/** One line for people: `node2: passive, synced; revision 1a2b3c4d`. */
export function describeNode(name: string, observation: NodeObservation, found: readonly Finding[]): string {
  const own = found.filter(({ node }) => node === name).map(({ code, text }) => `${text} (${code})`);
  return `${name}: ${[state(observation), ...own].filter((part) => part !== "").join("; ")}`;
}

function state(observation: NodeObservation): string {
  if (observation.kind === "none" || observation.kind === "unreachable") return "not observed";
  if (observation.kind !== "facts") return "";
  const { active, product } = observation.facts;
  const revision = active.length === 0 ? "" : `revision ${(active.at(-1) ?? "").slice(0, 8)}`;
  if (product?.isRunning !== true) return revision;
  const role = product.role === "passive" && product.isSynced ? "passive, synced" : product.role;
  return [role === "none" ? "" : role, revision].filter((part) => part !== "").join(", ");
}
