import { type ClusterDescription, DescriptionError } from "../../description";
import { findProfile, validate } from "../../product";
import { distributionPaths } from "../renderCluster";
import { type IdentifiedDistribution, identifyProduct } from "./identifyProduct";

/** What a description says of a distribution, and the files of it that this takes. */
export interface DescribedProduct extends IdentifiedDistribution {
  /** With the profile in it. */
  description: ClusterDescription;
}

/**
 * The texts of a distribution that a description needs, with the profile of the distribution where the description names none.
 *
 * @param location as for `readDistribution`
 * @throws DescriptionError as `identifyProduct` and `readDistribution` throw it, and with what is wrong for the profile that was found
 */
export async function readProduct(given: ClusterDescription, location: string): Promise<DescribedProduct> {
  const named = findProfile(given.product.profile);
  const identified = await identifyProduct(location, named, (profile) => distributionPaths(given, profile));
  const product = { ...given.product, profile: identified.profile.id };
  const description = { ...given, product };
  const problems = given.product.profile === undefined ? validate(description) : [];
  if (problems.length > 0) throw new DescriptionError(problems);
  return { ...identified, description };
}
