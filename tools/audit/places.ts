import { closeSync, type Dirent, fstatSync, openSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { kindsIn, type Needles } from "./markedSecrets";

/** A folder that is looked at. */
export interface Place {
  folder: string;
  /** Whether files that only their owner can read may hold secrets there. */
  mayHold: boolean;
  /** Whether the folders in it are looked at too. */
  deep: boolean;
}

export interface Found {
  kind: string;
  where: string;
}

/** A file with the secrets in it. */
export interface HoldingFile {
  file: string;
  mode: number;
  owner: number;
  kinds: string[];
}

/** Looks through folders again and again, reading only what has changed since the last time. */
export class PlaceLook {
  private readonly seen = new Map<string, string>();

  found(places: readonly Place[], needles: Needles): Found[] {
    return places.flatMap((place) =>
      filesIn(place).flatMap((file) => {
        const holding = this.look(file, needles);
        if (holding === undefined || (place.mayHold && isPrivate(holding))) return [];
        const where = place.mayHold ? `${file}, with mode ${holding.mode.toString(8)}` : file;
        return holding.kinds.map((kind) => ({ kind, where }));
      }),
    );
  }

  /** Undefined too where the file is the same as last time, or has gone meanwhile. */
  private look(file: string, needles: Needles): HoldingFile | undefined {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    const print = `${found.ino} ${found.size} ${found.mtimeMs} ${found.ctimeMs} ${needles.forms.length}`;
    if (this.seen.get(file) === print) return undefined;
    this.seen.set(file, print);
    return holdingFile(file, needles);
  }
}

/** Every file there that holds a secret. */
export function holdingFiles(folder: string, needles: Needles): HoldingFile[] {
  return filesIn({ folder, mayHold: true, deep: true }).flatMap((file) => {
    const holding = holdingFile(file, needles);
    return holding === undefined ? [] : [holding];
  });
}

export function isPrivate({ mode }: { mode: number }): boolean {
  return (mode & 0o077) === 0;
}

/** Undefined where it holds none, or has gone meanwhile. Its rights are those it has when it is read. */
function holdingFile(file: string, needles: Needles): HoldingFile | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, "r");
  } catch {
    return undefined;
  }
  try {
    const { mode, uid: owner } = fstatSync(descriptor);
    const kinds = kindsIn(needles, readFileSync(descriptor, "latin1"));
    return kinds.length === 0 ? undefined : { file, mode: mode & 0o7777, owner, kinds };
  } finally {
    closeSync(descriptor);
  }
}

function filesIn({ folder, deep }: Place): string[] {
  return entriesOf(folder).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (entry.isFile()) return [name];
    return deep && entry.isDirectory() ? filesIn({ folder: name, mayHold: true, deep }) : [];
  });
}

/** None where the folder has gone meanwhile. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
