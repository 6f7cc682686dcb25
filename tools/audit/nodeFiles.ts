import { statSync } from "node:fs";
import path from "node:path";
import { Leak, type Needles } from "./markedSecrets";
import { holdingFiles, isPrivate } from "./places";

/** What holds secrets rightfully: rendered files, and beside the home the sets they come from. */
const rightful = [
  /^repository\/conf\/axis2\/axis2\.xml$/,
  /^repository\/conf\/(carbon|registry)\.xml$/,
  /^repository\/conf\/datasources\/(analytics|master|stats)-datasources\.xml$/,
  /^\.\.\/[^/]*\.deployment\/(sets|original|replaced)\//,
];

/**
 * @param belonging what a node may keep at all
 * @throws Error where a secret stands in another file of a node than it must, or where others than the owner can read it
 */
export function refuseOpenFiles(
  homes: readonly string[],
  needles: Needles,
  belonging: ReadonlySet<string>,
): void {
  for (const home of homes) {
    const { uid } = statSync(home);
    for (const holding of holdingFiles(path.dirname(home), needles)) {
      const { file, mode, owner, kinds } = holding;
      const isRightful = rightful.some((pattern) => pattern.test(path.relative(home, file)));
      const [wrong] = isRightful ? kinds.filter((kind) => !belonging.has(kind)) : kinds;
      if (wrong !== undefined) throw new Leak(wrong, file);
      if (!isPrivate(holding) || owner !== uid) {
        throw new Leak(kinds[0] ?? "", `${file}, with mode ${mode.toString(8)} and owner ${owner}`);
      }
    }
    refuseOpenFolder(`${home}.deployment`);
  }
}

function refuseOpenFolder(folder: string): void {
  const { mode } = statSync(folder);
  if (!isPrivate({ mode })) throw new Error(`${folder} has the mode ${(mode & 0o777).toString(8)}, not 700`);
}
