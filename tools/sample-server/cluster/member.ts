import type { Endpoint } from "../configuration/endpoint";

export const Role = { Active: "active", Passive: "passive" } as const;
export type Role = (typeof Role)[keyof typeof Role];

/** What every member tells the others of itself, at once whenever it changes. */
export interface Member extends Endpoint {
  /** Another one with every start. */
  uuid: string;
  /** When it joined, in milliseconds; the oldest member leads. */
  joinedAt: number;
  /** Undefined until the election. */
  role: Role | undefined;
  eventSync: Endpoint | undefined;
  management: Endpoint | undefined;
  /** Every Spark master that it has heard of, its own included; like the product's map it forgets none. */
  sparkMasters: string[];
  /** The `uuid` of every member that it knows to have started its task service; it forgets none either. */
  taskServers: string[];
}

export function isOlder(one: Member, other: Member): boolean {
  return one.joinedAt < other.joinedAt || (one.joinedAt === other.joinedAt && one.uuid < other.uuid);
}

/**
 * The role that a member takes before these others; undefined while it is another's turn to take one. All decide by
 * this rule on the same facts, so one becomes active: whoever is, else a passive member, else the oldest.
 */
export function electedRole(self: Member, others: readonly Member[]): Role | undefined {
  const withRole = (role: Role) => others.filter((other) => other.role === role);
  const olderIn = (members: readonly Member[]) => members.some((member) => isOlder(member, self));
  if (self.role === Role.Active) return olderIn(withRole(Role.Active)) ? Role.Passive : Role.Active;
  if (withRole(Role.Active).length > 0) return Role.Passive;
  if (self.role === Role.Passive) return olderIn(withRole(Role.Passive)) ? Role.Passive : Role.Active;
  return withRole(Role.Passive).length > 0 || olderIn(others) ? undefined : Role.Active;
}
