import { ProblemCode } from "../../description";
import { childAt, type HomeDatasource } from "./datasources";
import { type Finding, warning } from "./finding";
import type { Inspected } from "./homeFindings";

/** Settings of a datasource that are not taken over, because they lead elsewhere or are written for another database. */
export function removedSettings({ before, after: [home] }: Inspected): Finding[] {
  return before.datasources.flatMap((old) => {
    const current = home.datasources.find(({ file, name }) => file === old.file && name === old.name);
    const removed = current === undefined ? [] : removedNames(old, current);
    if (removed.length === 0) return [];
    const problem = `loses ${removed.join(", ")}, as written for another database or leading to one`;
    const remedy =
      "set what is needed with MySQL by overrides with add, or take these settings out of the distribution";
    return [warning(ProblemCode.DroppedSetting, `${old.file} datasource ${old.name}`, problem, remedy)];
  });
}

function removedNames(old: HomeDatasource, current: HomeDatasource): string[] {
  const settings = settingsOf(current);
  const removed = settingsOf(old).flatMap(([name, text]) => {
    const isProbe = name === "validationQuery";
    const stays = settings.some((each) => each[0] === name && (!isProbe || each[1] === text));
    return stays ? [] : [name];
  });
  return [...new Set(removed)];
}

function settingsOf({ element }: HomeDatasource): [name: string, text: string][] {
  const configuration = childAt(element, "definition", "configuration");
  return (configuration?.children ?? []).map(({ name, text }) => [name, text]);
}
