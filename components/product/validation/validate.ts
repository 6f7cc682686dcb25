import {
  type ClusterDescription,
  checkDescription,
  type Known,
  oneOf,
  type Problem,
} from "../../description";
import { findProfile, profileIds } from "../profiles/profiles";
import { checkOverrides } from "./overrides";
import { checkProfileRules } from "./profileRules";
import { validatePorts } from "./validatePorts";

/**
 * Every problem of a description at once, or none: its own, and those against the product it names.
 *
 * Ports are checked with the offset where `product.portOffset` gives it; otherwise it stands in the distribution,
 * and `validatePorts` is to be called once that is read.
 *
 * @param unresolved places whose value is not known yet (`nodes[1].address`, `database`); rules that need them are skipped
 */
export function validate(description: unknown, unresolved: ReadonlySet<string> = new Set()): Problem[] {
  const { problems, known } = checkDescription(description, unresolved);
  return [
    ...problems,
    ...checkProfile(known),
    ...checkProfileRules(known),
    ...checkOverrides(known),
    ...checkOffset(known),
  ];
}

function checkProfile({ description: { product } }: Known): Problem[] {
  if (product?.profile === undefined) return [];
  const violation = oneOf(profileIds)(product.profile);
  return violation === undefined ? [] : [{ place: "product.profile", ...violation }];
}

function checkOffset({ description, isUnknown }: Known): Problem[] {
  const profile = findProfile(description.product?.profile ?? "");
  const offset = description.product?.portOffset;
  const needed = ["product.profile", "product.portOffset", "ports", "nodes[0].ports", "nodes[1].ports"];
  if (profile === undefined || offset === undefined || needed.some(isUnknown)) return [];
  // Nothing of what the ports depend on has been left out.
  return validatePorts(description as ClusterDescription, offset);
}
