import type { ObjectModel } from "./argumentModel";
import { banner } from "./banner";

/**
 * A module with the names of the arguments that hold secrets.
 *
 * @throws where a name is that of a secret in one interface only: what holds a value tells nothing but its name
 */
export function secretModule(objects: readonly ObjectModel[]): string {
  const members = objects.flatMap(({ name: owner, members }) =>
    members.map((member) => ({ owner, ...member })),
  );
  const names = new Set(members.filter(({ tags }) => tags.secret).map(({ name }) => name));
  const open = members.filter(({ name, tags }) => names.has(name) && !tags.secret);
  if (open.length > 0) {
    const places = open.map(({ owner, name }) => `${owner}.${name}`);
    throw new Error(
      `another argument of this name is a secret: ${places.join(", ")}; give it the tag @secret too`,
    );
  }
  const lines = [...names].toSorted().map((name) => `  ${JSON.stringify(name)},\n`);
  return [
    banner("//"),
    "",
    "/** The keys whose values are secrets wherever they stand in a description. */",
    `export const secretArguments: ReadonlySet<string> = new Set([\n${lines.join("")}]);`,
    "",
  ].join("\n");
}
