import type { DirectoryDescription } from "../description";
import type { Problem } from "../problem";
import { nodeNames } from "../settings";
import type { DeepPartial, Known } from "./known";
import { linkPath } from "./paths";
import { quoted, type Rule } from "./shape";

type Directory = DeepPartial<DirectoryDescription> | undefined;

/** Where a folder of the home lies instead; it stands in /etc/fstab as it is. */
export const directoryTarget: Rule<string> = (value) =>
  value.length > 1 && value.endsWith("/")
    ? { problem: `${quoted(value)} ends with /`, remedy: "leave the last / out" }
    : linkPath(value);

/** Rules that compare the folders that are kept elsewhere with each other and with the homes. */
export function checkDirectories(known: Known): Problem[] {
  if (known.isUnknown("directories")) return [];
  const directories = known.description.directories ?? [];
  return directories.flatMap((directory, index) => {
    const place = `directories[${index}]`;
    const others = directories.slice(0, index).filter((other) => onSameNode(directory, other));
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
          problem: `${own} and ${other} are the same folder, or one is in the other`,
          remedy: "give folders apart",
        },
      ];
}

function checkOutside({ description }: Known, place: string, directory: Directory): Problem[] {
  const homes = nodeNames
    .filter((name) => directory?.node === undefined || directory.node === name)
    .map((name) => description.nodes?.[nodeNames.indexOf(name)]?.home ?? description.product?.home);
  const home = homes.find((candidate) => overlap(directory?.target, candidate));
  return home === undefined
    ? []
    : [
        {
          place,
          problem: `${directory?.target} and the product home ${home} are the same folder, or one is in the other`,
          remedy: "give a folder outside of the home",
        },
      ];
}

function onSameNode(one: Directory, other: Directory): boolean {
  return one?.node === undefined || other?.node === undefined || one.node === other.node;
}

function overlap(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && (within(one, other) || within(other, one));
}

function within(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
