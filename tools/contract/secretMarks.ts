import {
  isArchive,
  isAsset,
  isMap,
  isSecret,
  mapValues,
  type PropertyMap,
  type PropertyValue,
  plainMap,
  secret,
  unknownValue,
} from "../plugins/protocol/propertyValue";

export function withoutSecrets(properties: PropertyMap): PropertyMap {
  return plainMap(properties);
}

/** What a plugin gave back, with the marks of what it was given, as the engine adds them. */
export function markedSecret(given: PropertyMap, marks: PropertyMap): PropertyMap {
  const marked = { ...given };
  for (const [name, value] of Object.entries(given)) marked[name] = markedValue(value, marks[name]);
  return marked;
}

function markedValue(value: PropertyValue, mark: PropertyValue | undefined): PropertyValue {
  if (isSecret(value) || mark === undefined) return value;
  if (isSecret(mark)) return secret(value);
  if (isMap(value) && isMap(mark)) return markedSecret(value, mark);
  return value;
}

const signatureKey = "4dabf18193072939515e22adb298388d";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/**
 * The engine takes different forms for one and the same: a secret may come as an output value, which is unknown where
 * it has no value, and an asset's empty properties count for nothing.
 */
export function asEngineReads(properties: PropertyMap): PropertyMap {
  return mapValues(properties, readValue);
}

function readValue(value: PropertyValue): PropertyValue {
  if (Array.isArray(value)) return value.map(readValue);
  if (!isMap(value)) return value;
  if (value[signatureKey] === outputSignature) {
    const inner = readValue(value.value ?? unknownValue);
    return value.secret === true ? secret(inner) : inner;
  }
  if (isAsset(value) || isArchive(value)) return withoutEmpty(value);
  return asEngineReads(value);
}

function withoutEmpty(asset: PropertyMap): PropertyMap {
  const isEmpty = (value: PropertyValue) => value === "" || (isMap(value) && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(asset).filter(([, value]) => !isEmpty(value)));
}
