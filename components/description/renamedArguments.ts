import { RolloutLimit } from "./clusterDescription";
import { hasKeys } from "./mapSecrets";

interface Renaming {
  old: string;
  current: string;
  /** The current value of `true`, if it has another one. */
  ifTrue?: unknown;
}

/** Old names of arguments, which still work, and the current ones. */
const renamings: readonly Renaming[] = [
  { old: "repush", current: "rerunTrigger" },
  { old: "allowFullStop", current: "rollout.limit", ifTrue: RolloutLimit.FullStop },
  { old: "force", current: "rollout.force" },
  { old: "service.startTimeoutSeconds", current: "rollout.startTimeoutSeconds" },
  { old: "service.stopTimeoutSeconds", current: "rollout.stopTimeoutSeconds" },
  { old: "service.steadySeconds", current: "rollout.steadySeconds" },
];

/**
 * The old names that are given, and whether the current ones are, too. False is the default of every flag, and stands in the
 * configuration of the ready-made stack.
 */
export function renamedArguments(args: unknown): (Renaming & { isTwice: boolean })[] {
  return renamings
    .filter(({ old }) => ![undefined, false].includes(valueAt(args, old) as undefined | false))
    .map((renaming) => ({ ...renaming, isTwice: valueAt(args, renaming.current) !== undefined }));
}

/**
 * The arguments under their current names. If both names are given, both stay, and validation refuses them. So does the old name of a
 * value that must be converted and is not known yet.
 */
export function withCurrentNames<T>(args: T): T {
  return renamedArguments(args).reduce((current, renaming) => renamed(current, renaming), args);
}

export function deprecationWarnings(args: unknown): string[] {
  return renamedArguments(args).map(({ old, current }) => `${old} is deprecated; use ${current} instead.`);
}

function renamed<T>(args: T, { old, current, ifTrue, isTwice }: Renaming & { isTwice: boolean }): T {
  const value = valueAt(args, old);
  const isKnown = ifTrue === undefined || value === true;
  if (isTwice || !isKnown || !isPlace(args, current)) return args;
  return withValue(withValue(args, old, undefined), current, ifTrue ?? value) as T;
}

function valueAt(args: unknown, place: string): unknown {
  return place.split(".").reduce((part, key) => (hasKeys(part) ? part[key] : undefined), args);
}

/** Whether a value can be put there. It cannot if a part above it is an output. */
function isPlace(args: unknown, place: string): boolean {
  const group = valueAt(args, place.split(".").slice(0, -1).join("."));
  return group === undefined || hasKeys(group);
}

/** A copy with that value at a place; without its key if it is undefined. */
function withValue(args: unknown, place: string, value: unknown): unknown {
  const [key = "", ...rest] = place.split(".");
  const { [key]: former, ...others } = hasKeys(args) ? args : {};
  const next = rest.length === 0 ? value : withValue(former, rest.join("."), value);
  return next === undefined ? others : { ...others, [key]: next };
}
