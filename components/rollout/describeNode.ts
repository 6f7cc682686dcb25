import type { Finding } from "./findings";
import type { NodeObservation } from "./observation";

/** One line for people: `node2: passive, synced; revision 1a2b3c4d`. */
export function describeNode(name: string, observation: NodeObservation, found: readonly Finding[]): string {
  const own = found.filter(({ node }) => node === name).map(({ code, text }) => `${text} (${code})`);
  const parts = [state(observation), ...own].filter((part) => part !== "");
  return `${name}: ${parts.length === 0 ? nothing(observation) : parts.join("; ")}`;
}

/** Of a node that is held nothing else may be told. */
function nothing({ kind }: NodeObservation): string {
  return kind === "facts" ? "nothing deployed" : "not observed";
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
