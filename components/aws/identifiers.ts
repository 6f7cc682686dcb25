import { createHash } from "node:crypto";

/** A role's name has 64 characters at most, the fewest of all, and the provider appends 26 digits to a prefix. */
const longestPrefix = 64 - 26;

/**
 * The prefix of a name in AWS, from a logical name: small letters, digits and single hyphens, a letter first, a hyphen last.
 * Every service takes it, whatever it refuses: RDS capitals and digits in front, EC2 groups that begin with `sg-`. A long
 * name is cut, and a hash of the whole name keeps it apart from others. The provider, or the caller, adds what is unique.
 */
export function namePrefix(logicalName: string): string {
  const legal = logicalName.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const isTaken = /^[a-z]/.test(legal[0] ?? "") && legal[0] !== "sg";
  const name = (isTaken ? legal : ["wso2", ...legal]).join("-");
  if (name.length < longestPrefix) return `${name}-`;
  const hash = shortHash(logicalName);
  return `${name.slice(0, longestPrefix - hash.length - 2).replace(/-$/, "")}-${hash}-`;
}

/**
 * `ignoreChanges` of a resource with a `namePrefix`: another prefix would replace it, so it keeps the name of its creation. Without
 * the prefix the provider keeps the name that it chose itself. A replacement ignores nothing.
 */
export const decidedAtCreation: readonly string[] = ["namePrefix"];

/** Eight hexadecimal digits that tell texts apart. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

/** The text as the value of a tag: RDS and IAM refuse some characters, every service more than 256. */
export function tagValue(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}\p{Z}_.:/=+\-@]/gu, "-").slice(0, 256);
}
