/** A property as it travels between engine and plugin: JSON, with secrets, unknowns and assets marked by signatures. */
export type PropertyValue = null | boolean | number | string | PropertyValue[] | PropertyMap;

export interface PropertyMap {
  [name: string]: PropertyValue;
}

const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const assetSignature = "c44067f5952c0a294b673a41bacd8c17";
const archiveSignature = "0def7320c3a5731c473e5ecbe6d01bc7";

/** Stands for a value that is not known before the update. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The engine marks an unknown by one of these, after the type it would have; string first. */
const unknownValues: readonly string[] = [
  unknownValue,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
];

export function isMap(value: PropertyValue | undefined): value is PropertyMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isSecret(value: PropertyValue | undefined): boolean {
  return isMap(value) && value[signatureKey] === secretSignature;
}

export function isUnknown(value: PropertyValue | undefined): boolean {
  return typeof value === "string" && unknownValues.includes(value);
}

export function isAsset(value: PropertyValue | undefined): value is PropertyMap {
  return isMap(value) && value[signatureKey] === assetSignature;
}

export function isArchive(value: PropertyValue | undefined): value is PropertyMap {
  return isMap(value) && value[signatureKey] === archiveSignature;
}

export function asset(content: PropertyMap): PropertyMap {
  return { [signatureKey]: assetSignature, ...content };
}

export function archive(content: PropertyMap): PropertyMap {
  return { [signatureKey]: archiveSignature, ...content };
}

export function secret(value: PropertyValue): PropertyValue {
  return isSecret(value) ? value : { [signatureKey]: secretSignature, value };
}

/** The value inside a secret; anything else as it is. */
export function reveal(value: PropertyValue | undefined): PropertyValue | undefined {
  return isMap(value) && isSecret(value) ? reveal(value.value) : value;
}

/** The value with every secret in it revealed, for the plugin's own use. */
export function plain(value: PropertyValue): PropertyValue {
  const revealed = reveal(value) ?? null;
  if (Array.isArray(revealed)) return revealed.map(plain);
  if (!isMap(revealed)) return revealed;
  return plainMap(revealed);
}

export function plainMap(map: PropertyMap): PropertyMap {
  return mapValues(map, plain);
}

export function mapValues(map: PropertyMap, change: (value: PropertyValue) => PropertyValue): PropertyMap {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value)]));
}

/** Changes what is inside a secret and keeps it secret. */
export function insideSecret(
  value: PropertyValue,
  change: (value: PropertyValue) => PropertyValue,
): PropertyValue {
  const inner = reveal(value) ?? null;
  return isSecret(value) ? secret(change(inner)) : change(inner);
}

/** Equal values; a secret equals only a secret. */
export function sameValue(left: PropertyValue | undefined, right: PropertyValue | undefined): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((value, index) => sameValue(value, right[index]));
  }
  if (isMap(left) && isMap(right)) {
    const names = Object.keys(left);
    return (
      names.length === Object.keys(right).length && names.every((name) => sameValue(left[name], right[name]))
    );
  }
  return left === right;
}
