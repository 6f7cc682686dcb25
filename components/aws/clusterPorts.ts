import { type ClusterDescription, DescriptionError, ProblemCode } from "../description";
import { type EffectivePort, findProfile, type PortRole, portMap, profiles } from "../product";
import { identifyProduct, portOffset } from "../render";

/** The effective ports of both nodes, with the offset of the arguments or else of the distribution. */
export async function clusterPorts(
  description: Pick<ClusterDescription, "product" | "ports">,
): Promise<Record<PortRole, EffectivePort>> {
  const { product, ports = {} } = description;
  if (product.distribution === undefined) {
    throw new DescriptionError([
      {
        place: "product.distribution",
        code: ProblemCode.MissingArgument,
        problem: "is not given",
        remedy: "name the product's zip or its folder",
      },
    ]);
  }
  const given = findProfile(product.profile);
  const { profile, distribution } = await identifyProduct(product.distribution, given, ({ files }) => [
    files.carbon,
  ]);
  const known = { ...description, product: { ...product, profile: profile.id } };
  return portMap(profile, portOffset(known as ClusterDescription, distribution), ports);
}

/** The ports of a profile as they stand in its files: for what depends on roles only. */
export function nominalPorts(): Record<PortRole, EffectivePort> {
  const [profile] = profiles;
  if (profile === undefined) throw new Error("no product is known");
  return portMap(profile, 0, {});
}
