import type { ProductProfile } from "./productProfile";

/*
 * The places of a node's id (`Constants` and `IndexNodeCoordinator` of carbon-analytics).
 */

/** Every version reads it. A version with another place copies the id there at its start, and deletes it here. */
export const commonNodeIdFile = "repository/conf/analytics/my-node-id.dat";

/** carbon-analytics 1.3.23 to 1.3.25 lack the separator. Later ones have it and do not look at the place without. */
const besideDataFolder = "repository/datamy-node-id.dat";
const inDataFolder = "repository/data/my-node-id.dat";

/** Up to carbon-analytics 1.3.0. */
export const inConfiguration: readonly string[] = [commonNodeIdFile];

/** carbon-analytics 1.3.25, and updates of it: their own place counts where the id is in both. */
export const withData: readonly string[] = [inDataFolder, besideDataFolder, commonNodeIdFile];

/** The places to look for the id, the one that counts first. In those of other versions it is as another version has left it. */
export function nodeIdPlaces({ nodeIdFiles }: ProductProfile): string[] {
  return [...new Set([...nodeIdFiles, ...withData])];
}
