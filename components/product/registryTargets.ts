import type { ClusterDescription } from "../description";

/** A path of the local registry that is mounted from the registry database, and the path in that database. */
export interface RegistryTarget {
  /** The argument that gives the target. */
  argument: string;
  path: string;
  target: string;
  /** Whether the argument is given. */
  isGiven: boolean;
}

/** The mounts of the specification (database step 1d), by default each onto the same path. */
export function registryTargets({ registryMounts = {} }: ClusterDescription): RegistryTarget[] {
  return (["governance", "config"] as const).map((key) => {
    const path = `/_system/${key}`;
    const given = registryMounts[key];
    return {
      argument: `registryMounts.${key}`,
      path,
      target: given ?? path,
      isGiven: given !== undefined,
    };
  });
}
