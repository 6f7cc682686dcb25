import { sameRange } from "./range";

/** A peer as it is given; what is not known yet is an object. */
export interface AnyPeer {
  cidr?: unknown;
  securityGroupId?: unknown;
  prefixListId?: unknown;
}

/** Whether AWS would take rules with the two for the same. */
export function samePeer(one: AnyPeer, other: AnyPeer): boolean {
  const sameCidr =
    one.cidr === other.cidr ||
    (typeof one.cidr === "string" && typeof other.cidr === "string" && sameRange(one.cidr, other.cidr));
  return sameCidr && one.securityGroupId === other.securityGroupId && one.prefixListId === other.prefixListId;
}
