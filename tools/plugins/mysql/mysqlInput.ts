import type { CheckResult, Diff } from "../protocol/plugin";
import { ChangeKind } from "../protocol/propertyDiff";
import {
  isUnknown,
  type PropertyMap,
  type PropertyValue,
  reveal,
  sameValue,
} from "../protocol/propertyValue";

/** Names of the arguments that were filled in, which the bridge of the real plugin keeps among the inputs. */
const defaultsName = "__defaults";

/** Checks what a resource of the real plugin takes but this one does not, and fills in defaults. */
export function checkInputs(
  news: PropertyMap,
  defaults: PropertyMap,
  unsupported: readonly string[],
): CheckResult {
  const failures = unsupported
    .filter((name) => news[name] !== undefined)
    .map((property) => ({
      property,
      reason: `the offline mysql plugin has no ${property}; use the real plugin`,
    }));
  const missing = Object.keys(defaults).filter((name) => news[name] === undefined);
  const inputs: PropertyMap = { ...news, [defaultsName]: missing.sort() };
  for (const name of missing) inputs[name] = defaults[name] ?? null;
  return { inputs, failures };
}

/** What a preview shows of a resource: what is known of it, which its id is not. */
export function previewed(inputs: PropertyMap): PropertyMap {
  const known = Object.entries(withoutDefaultNames(inputs)).filter(([, value]) => !hasUnknown(value));
  return { ...Object.fromEntries(known), id: "" };
}

function hasUnknown(value: PropertyValue): boolean {
  const revealed = reveal(value);
  return Array.isArray(revealed) ? revealed.some(hasUnknown) : isUnknown(revealed);
}

export function withoutDefaultNames(inputs: PropertyMap): PropertyMap {
  const { [defaultsName]: _, ...properties } = inputs;
  return properties;
}

/** The names of properties whose wanted value is not the one that the resource has. */
export function changedNames(state: PropertyMap, wanted: PropertyMap, names: readonly string[]): string[] {
  return names.filter((name) => !sameValue(reveal(state[name]) ?? null, reveal(wanted[name]) ?? null));
}

export function updates(names: readonly string[], replaces: readonly string[]): Diff {
  return { changes: new Map(names.map((name) => [name, ChangeKind.Update])), replaces };
}

/** A property as text; empty where there is none. */
export function textOf(properties: PropertyMap, name: string): string {
  const value = reveal(properties[name]);
  return value === undefined || value === null ? "" : String(value);
}

export function listOf(properties: PropertyMap, name: string): PropertyValue[] {
  const value = reveal(properties[name]);
  return Array.isArray(value) && !isUnknown(value) ? value : [];
}
