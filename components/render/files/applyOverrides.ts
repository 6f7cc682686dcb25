import { isAttributePath, type OverrideDescription, ProblemCode } from "../../description";
import type { NodeSettings } from "../../product";
import { EditError } from "../edit/editError";
import { parseXml } from "../edit/xmlDocument";
import { error } from "../findings/finding";
import type { Findings } from "../findings/findings";
import { argumentBehind } from "./argumentBehind";
import type { ConfigurationFile } from "./configurationFiles";
import { override } from "./override";

/** An override and what it is called in problems: `overrides[0]`. */
export interface NamedOverride extends OverrideDescription {
  name: string;
}

/**
 * The text of a file, as the deployment has edited it, with the overrides made. One that has no place, or a place that
 * the deployment sets, is a problem and left out.
 *
 * @param file undefined where the deployment does not edit the file
 */
export function applyOverrides(
  text: string,
  overrides: readonly NamedOverride[],
  file: ConfigurationFile | undefined,
  settings: NodeSettings,
  findings: Findings,
): string {
  return overrides.reduce((before, each) => {
    const after = findings.attempt(
      ProblemCode.InvalidOverride,
      () => remedyFor(each),
      () => override(before, each, settings.secureVault),
    );
    if (after === undefined || file === undefined || isFree(file, settings, before, each)) {
      return after ?? before;
    }
    const argument = argumentBehind(file.name, each.path);
    const remedy =
      argument === undefined ? `remove ${each.name}` : `give that argument instead of ${each.name}`;
    findings.add([
      error(
        ProblemCode.InvalidOverride,
        `${each.file} ${each.path}`,
        `is set by ${argument ?? "this library"}`,
        remedy,
      ),
    ]);
    return before;
  }, text);
}

function remedyFor({ name, file, path, add }: NamedOverride): string {
  const canBeAdded = file.endsWith(".xml") && !add && !isAttributePath(path);
  return canBeAdded
    ? `correct ${name}, or set its add where the distribution has no such element`
    : `correct ${name}`;
}

/**
 * Whether the place of an override is none that the deployment sets, nor one that its edits find their places by. The
 * edits change nothing when they are made again, so they show it themselves: with another value at a place of theirs
 * they would change the text, or fail. So no list of places can fall behind the edits.
 */
function isFree(
  file: ConfigurationFile,
  settings: NodeSettings,
  before: string,
  place: OverrideDescription,
): boolean {
  // It is the place that counts: a value that is there already must not pass.
  const values = [place.value, `${place.value}0`];
  const changed = values
    .map((value) => override(before, { ...place, value }, settings.secureVault))
    .find((text) => text !== before);
  return changed === undefined || isAsEdited(file, settings, place.file, changed);
}

function isAsEdited(file: ConfigurationFile, settings: NodeSettings, path: string, text: string): boolean {
  try {
    const edited = file.xml?.(parseXml(path, text), settings) ?? file.text?.(text, settings);
    return edited === undefined || edited === text;
  } catch (error) {
    if (error instanceof EditError) {
      return false;
    }
    throw error;
  }
}
