import { createHash } from "node:crypto";
import type { NodeSettings } from "./nodeSettings";
import type { ProductProfile } from "./profiles/productProfile";

/**
 * The values that both nodes must have alike, or a restarted node does not meet its peer; every other value is rolled,
 * one node after the other. A line `ARGUMENT DIGEST` for each, so that a node can name those that change.
 *
 * Two versions of the product do not share a cluster. Hazelcast keeps members of another group, with another password, or not in its list, out; the HA ports are told to the
 * peer through it, but a passive node that looks for its state at the old one's port gets none.
 */
export function fullStopFingerprint({ id }: ProductProfile, nodes: readonly NodeSettings[]): string {
  const values: Record<string, unknown> = {
    "clustering.domain": nodes.map(({ domain }) => domain),
    "clustering.groupPassword": nodes.map(({ groupPassword }) => groupPassword ?? null),
    "nodes[].address": nodes.map(({ address }) => address),
    "ports.hazelcast": nodes.map(({ ports }) => ports.hazelcast.effective),
    "ports.eventSync": nodes.map(({ ports }) => ports.eventSync.configured),
    "ports.management": nodes.map(({ ports }) => ports.management.configured),
    "product.portOffset": nodes.map(({ ports }) => ports.console.effective),
  };
  // Nodes of before had this version; another text would restart them.
  if (id !== unnamedVersion) values["product.profile"] = id;
  return Object.entries(values)
    .map(([argument, value]) => `${argument} ${digest(value)}\n`)
    .join("");
}

const unnamedVersion = "apim-analytics-2.1.0";

/** The word by which a node knows the version of a revision from its fingerprint; `-` where that names none. */
export function versionInSet({ id }: ProductProfile): string {
  return id === unnamedVersion ? "-" : digest(id);
}

/** The values of a fingerprint, by argument. */
export function withVersion(values: Readonly<Record<string, string>>): Record<string, string> {
  return { "product.profile": digest(unnamedVersion), ...values };
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
