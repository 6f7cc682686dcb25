import type { ClusterDescription } from "../../description";
import { distributionPaths } from "../renderCluster";
import { type ProfiledDescription, withProfile } from "./identifyProduct";
import { readDistribution } from "./readDistribution";

/** What a description says of a distribution, and the files of it that this takes. */
export interface DescribedProduct extends ProfiledDescription {
  /** The texts by their paths in the home. */
  distribution: Map<string, string>;
}

/**
 * The texts of a distribution that a description needs, with the profile of the distribution where the description names none.
 *
 * @param location as for `readDistribution`
 * @throws DescriptionError as `withProfile` and `readDistribution` throw it
 */
export async function readProduct(given: ClusterDescription, location: string): Promise<DescribedProduct> {
  const profiled = await withProfile(given, location);
  const paths = distributionPaths(profiled.description, profiled.profile);
  return { ...profiled, distribution: await readDistribution(location, paths) };
}
