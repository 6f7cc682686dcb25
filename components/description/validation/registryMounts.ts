import type { Problem } from "../problem";
import { ProblemCode } from "../problemKinds";
import type { Known } from "./known";

/** Two mounts onto one path would show each other's content. */
export function checkRegistryMounts({ description, isUnknown }: Known): Problem[] {
  if (isUnknown("registryMounts")) return [];
  const { config = "/_system/config", governance = "/_system/governance" } = description.registryMounts ?? {};
  if (config !== governance) return [];
  const place = `registryMounts.${description.registryMounts?.config === undefined ? "governance" : "config"}`;
  return [
    {
      place,
      code: ProblemCode.Duplicate,
      problem: `${config} is the other mount's too`,
      remedy: "give each mount its own path",
    },
  ];
}
