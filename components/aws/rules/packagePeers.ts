import type { AccessArgs, PeerArgs } from "../awsClusterArgs";
import { samePeer } from "./samePeer";

/** Outwards, to where packages come from. */
export const anywhere: Record<string, PeerArgs> = {
  anywhere: { cidr: "0.0.0.0/0" },
};

/** The ports on which packages are reached. */
const packagePorts: readonly (number | undefined)[] = [80, 443];

/** The peer of Subversion is one of packages too, on a port of packages: AWS takes the same rule once, and packages have it already. */
export function isPackagePeer({ packages = anywhere }: AccessArgs, peer: PeerArgs, port?: number): boolean {
  return packagePorts.includes(port) && Object.values(packages).some((other) => samePeer(peer, other));
}
