import type { DirectoryDescription } from "../clusterDescription";
import type { Problem } from "../problem";
import { ProblemCode } from "../problemKinds";
import type { DeepPartial, Known } from "./known";

type Directory = DeepPartial<DirectoryDescription> | undefined;

/** Rules that compare the folders that are kept elsewhere with each other and with the homes. */
export function checkDirectories(known: Known): Problem[] {
  if (known.isUnknown("directories")) return [];
  const directories = known.description.directories ?? [];
  return directories.flatMap((directory, index) => {
    const place = `directories[${index}]`;
    const others = directories.slice(0, index);
    return [
      ...checkOverlap(`${place}.path`, "path", directory, others),
      ...checkOverlap(`${place}.target`, "target", directory, others),
      ...checkOutside(known, `${place}.target`, directory),
    ];
  });
}

/** What is moved would be moved twice. */
function checkOverlap(
  place: string,
  key: "path" | "target",
  directory: Directory,
  others: readonly Directory[],
): Problem[] {
  const own = directory?.[key];
  const other = others.find((candidate) => overlap(own, candidate?.[key]))?.[key];
  return other === undefined
    ? []
    : [
        {
          place,
          code: ProblemCode.Duplicate,
          problem: `${own} and ${other} are the same folder, or one is in the other`,
          remedy: "give folders apart",
        },
      ];
}

function checkOutside({ description }: Known, place: string, directory: Directory): Problem[] {
  const homes = (description.nodes ?? []).map((node) => node?.home ?? description.product?.home);
  const home = homes.find((candidate) => overlap(directory?.target, candidate));
  return home === undefined
    ? []
    : [
        {
          place,
          code: ProblemCode.Duplicate,
          problem: `${directory?.target} and the product home ${home} are the same folder, or one is in the other`,
          remedy: "give a folder outside of the home",
        },
      ];
}

function overlap(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && (within(one, other) || within(other, one));
}

function within(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
