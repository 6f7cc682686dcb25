import type { SharedValues } from "../clusterState";

/** The arguments in which two sets of shared values differ. What one of them does not name counts as equal. */
export function differences(one: SharedValues | undefined, other: SharedValues | undefined): string[] {
  if (one === undefined || other === undefined || one === other) return [];
  return Object.keys(one).filter((key) => other[key] !== undefined && other[key] !== one[key]);
}

export function differ(one: SharedValues | undefined, other: SharedValues | undefined): boolean {
  return differences(one, other).length > 0;
}
