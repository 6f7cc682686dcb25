import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import path from "node:path";

/** Which file it is and when it was written, by path in the home: a rewritten file differs even with equal text. */
export type Fingerprints = ReadonlyMap<string, string>;

export function fingerprints(home: string): Fingerprints {
  const entries = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    entries.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const { ino, size, mtimeMs } = statSync(file);
      return [path.relative(home, file), `${ino} ${size} ${mtimeMs}`];
    }),
  );
}

/** Paths that were written, added or removed in between, sorted. */
export function changedPaths(before: Fingerprints, after: Fingerprints): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((file) => before.get(file) !== after.get(file)).sort();
}

/** For people: `0640 root:root 23410 bytes`. */
export function describeFile(home: string, file: string): string {
  const format = "%04a %U:%G %6s";
  return execFileSync("stat", ["-c", format, path.join(home, file)], { encoding: "utf8" }).trimEnd();
}

/** What the running product itself writes into its home. */
export function isWrittenByProduct(file: string): boolean {
  return /^(repository\/(logs|data)\/|tmp\/|wso2carbon\.pid$|repository\/(conf\/analytics\/|data)my-node-id\.dat$)/.test(
    file,
  );
}
