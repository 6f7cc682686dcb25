import {
  isArchive,
  isAsset,
  isMap,
  isSecret,
  type PropertyMap,
  type PropertyValue,
  sameValue,
} from "./propertyValue";

export const ChangeKind = { Add: "add", Delete: "delete", Update: "update" } as const;
export type ChangeKind = (typeof ChangeKind)[keyof typeof ChangeKind];

/** What differs between two sets of inputs: paths such as `environment.HOME` or `triggers[0]`; a secret is one value. */
export function diffInputs(olds: PropertyMap, news: PropertyMap): Map<string, ChangeKind> {
  const changes = new Map<string, ChangeKind>();
  diffMaps("", olds, news, changes);
  return changes;
}

function diffMaps(
  path: string,
  olds: PropertyMap,
  news: PropertyMap,
  changes: Map<string, ChangeKind>,
): void {
  for (const name of new Set([...Object.keys(olds), ...Object.keys(news)])) {
    diffValues(path === "" ? name : path + member(name), olds[name], news[name], changes);
  }
}

function diffValues(
  path: string,
  old: PropertyValue | undefined,
  next: PropertyValue | undefined,
  changes: Map<string, ChangeKind>,
): void {
  if (sameValue(old, next)) return;
  if (old === undefined || old === null) {
    changes.set(path, ChangeKind.Add);
  } else if (next === undefined || next === null) {
    changes.set(path, ChangeKind.Delete);
  } else if (Array.isArray(old) && Array.isArray(next)) {
    diffArrays(path, old, next, changes);
  } else if (isPlainMap(old) && isPlainMap(next)) {
    diffMaps(path, old, next, changes);
  } else {
    changes.set(path, ChangeKind.Update);
  }
}

function diffArrays(
  path: string,
  olds: PropertyValue[],
  news: PropertyValue[],
  changes: Map<string, ChangeKind>,
): void {
  for (let index = 0; index < Math.max(olds.length, news.length); index++) {
    diffValues(`${path}[${index}]`, olds[index], news[index], changes);
  }
}

function isPlainMap(value: PropertyValue): value is PropertyMap {
  return isMap(value) && !isSecret(value) && !isAsset(value) && !isArchive(value);
}

/** A step of a property path: `.name`, quoted where the name is not plain. */
function member(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
