import { DescriptionError, type Problem, ProblemCode } from "../description";
import type { ProductProfile } from "./profiles/productProfile";
import { profileIds, profiles } from "./profiles/profiles";

/** Signs of a product and its version in a distribution; the strongest first. */
export interface ProductEvidence {
  /** The versions of the bundle `event.processor.manager.core` in `repository/components/plugins`. */
  bundles: readonly string[];
  /** Of carbon.xml. */
  serverKey: string | undefined;
  /** The names of the modes in event-processor.xml. */
  modes: readonly string[];
  /** The name of the folder that is the home, or of the zip. */
  folder: string;
}

export interface Detection {
  profile: ProductProfile;
  /** For people. */
  warnings: Problem[];
}

/**
 * The profile of a distribution.
 *
 * `Version` of carbon.xml decides nothing: 2.2.0 and updated packs of 2.1.0 both say 2.1.1.SNAPSHOT, and homes of 2.2.0 are
 * around with a configuration that says 2.1.0.
 *
 * @param given the profile that the description names; it counts more than modes and folder
 * @throws DescriptionError if bundle or ServerKey are another product's, or if nothing tells which version it is
 */
export function detectProfile(evidence: ProductEvidence, given: ProductProfile | undefined): Detection {
  const ofProduct = profiles.filter(({ serverKey }) => serverKey === (evidence.serverKey ?? serverKey));
  if (ofProduct.length === 0) {
    throw problem(`is another product: its ServerKey is ${evidence.serverKey}`, given);
  }
  const bundle = evidence.bundles.toSorted(compareVersions).at(-1);
  const possible = bundle === undefined ? ofProduct : ofBundle(ofProduct, bundle);
  if (given !== undefined) {
    if (possible.includes(given)) return { profile: given, warnings: [] };
    const known = possible.map(({ id }) => id).join(" or ") || "another product";
    throw problem(`is ${known} by ${signs(evidence, bundle)}`, given);
  }
  const named = narrowed(possible, evidence);
  const [profile, another] = named;
  if (profile === undefined || another !== undefined || isUnknownVersion(profile, evidence.folder)) {
    const choice = named.length > 1 ? `may be ${named.map(({ id }) => id).join(" or ")}` : "is not known";
    throw problem(choice, given);
  }
  const isExact = bundle === undefined || bundle === profile.analyticsCommon;
  return { profile, warnings: isExact ? [] : [updated(profile, bundle)] };
}

/** Whether a home with these versions of the bundle is of the profile's version, or an update of it. */
export function isVersionOf(profile: ProductProfile, bundles: readonly string[]): boolean {
  const bundle = bundles.toSorted(compareVersions).at(-1);
  const ofProduct = profiles.filter(({ serverKey }) => serverKey === profile.serverKey);
  return bundle === undefined || ofBundle(ofProduct, bundle).includes(profile);
}

/** A version between those of two releases is an update of the earlier one. */
function ofBundle(candidates: readonly ProductProfile[], bundle: string): ProductProfile[] {
  const earlier = candidates
    .filter(({ analyticsCommon }) => compareVersions(analyticsCommon, bundle) <= 0)
    .filter(({ analyticsCommon }) => series(analyticsCommon) === series(bundle));
  const newest = earlier
    .map(({ analyticsCommon }) => analyticsCommon)
    .toSorted(compareVersions)
    .at(-1);
  return earlier.filter(({ analyticsCommon }) => analyticsCommon === newest);
}

/** By the modes and then by the name of the folder, as far as each tells anything. */
function narrowed(
  candidates: readonly ProductProfile[],
  { modes, folder }: ProductEvidence,
): ProductProfile[] {
  const isSingle = (mode: string) => mode.startsWith("Single");
  const byModes = candidates.filter((profile) => profile.modes.find(isSingle) === modes.find(isSingle));
  const left = modes.length > 0 && byModes.length > 0 ? byModes : candidates;
  const byName = left.filter((profile) => versionIn(folder, profile) === profile.version);
  return [...(byName.length > 0 ? byName : left)];
}

/** The name says another version than any known one: `wso2am-analytics-2.5.0`. */
function isUnknownVersion(profile: ProductProfile, folder: string): boolean {
  const version = versionIn(folder, profile);
  return (
    version !== undefined &&
    !profiles.some((each) => each.folder === profile.folder && each.version === version)
  );
}

/** `2.1.0` of `wso2am-analytics-2.1.0-update9`. */
function versionIn(name: string, { folder }: ProductProfile): string | undefined {
  return name.startsWith(`${folder}-`)
    ? /^\d+\.\d+\.\d+/.exec(name.slice(folder.length + 1))?.[0]
    : undefined;
}

function compareVersions(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}

function series(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

function signs({ serverKey }: ProductEvidence, bundle: string | undefined): string {
  const ofBundle =
    bundle === undefined ? [] : [`the version of its bundle event.processor.manager.core (${bundle})`];
  return [...ofBundle, ...(serverKey === undefined ? [] : [`its ServerKey (${serverKey})`])].join(" and ");
}

function updated({ id }: ProductProfile, bundle: string): Problem {
  return {
    place: "product.profile",
    code: ProblemCode.OtherProduct,
    problem: `is taken to be ${id}: its carbon-analytics-common is ${bundle}, as in no release that is known here`,
    remedy: `give ${id} if it is an update of that`,
  };
}

function problem(text: string, given: ProductProfile | undefined): DescriptionError {
  const remedy =
    given === undefined
      ? `give a distribution of one of ${profileIds.join(", ")}, or name it in product.profile`
      : `give the profile of this distribution, or a distribution of ${given.id}`;
  return new DescriptionError([
    { place: "product.distribution", code: ProblemCode.OtherProduct, problem: text, remedy },
  ]);
}
