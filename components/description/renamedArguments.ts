import { hasKeys } from "./mapSecrets";

/** Old names of arguments, which still work, and the current ones. */
const currentNames = { repush: "rerunTrigger" } as const;

interface Renamed {
  old: string;
  current: string;
}

/** The old names that are given. */
export function renamedArguments(args: unknown): Renamed[] {
  if (!hasKeys(args)) return [];
  const given = new Map(Object.entries(args));
  return Object.entries(currentNames).flatMap(([old, current]) =>
    given.get(old) === undefined ? [] : [{ old, current }],
  );
}

/** The arguments under their current names. If both names are given, both stay, and validation refuses them. */
export function withCurrentNames<T>(args: T): T {
  const renamed = renamedArguments(args);
  if (renamed.length === 0) return args;
  const values: Record<string, unknown> = Object.fromEntries(Object.entries(args as object));
  for (const { old, current } of renamed) {
    if (values[current] !== undefined) continue;
    values[current] = values[old];
    delete values[old];
  }
  return values as T;
}

export function deprecationWarnings(args: unknown): string[] {
  return renamedArguments(args).map(({ old, current }) => `${old} is deprecated; use ${current} instead.`);
}
