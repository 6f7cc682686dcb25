import path from "node:path";
import { cacheFolder } from "../machine/cacheFolder";
import type { Note } from "../machine/step";

/** Something real that the tests of `test/systems` run on. Where it cannot be had, they are skipped. */
export interface Part {
  /** As printed for people, at most 20 characters. */
  readonly name: string;
  /** Finds it in the user's cache, or downloads it. Returns what was done, for people; throws where it cannot be had. */
  provide(note: Note): Promise<string>;
  /** The reason why tests cannot use it; undefined if they can. */
  missing(): string | undefined;
}

/** Holds everything that the parts download, and the folders of running test beds. */
export function systemsFolder(): string {
  return path.join(cacheFolder(), "systems");
}
