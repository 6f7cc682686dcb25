import { ProblemCode, SecureVault } from "../../description";
import { vaultAlias } from "../edit/vaultAlias";
import type { XmlElement } from "../edit/xmlDocument";
import { type Finding, warning } from "./finding";
import type { Inspected } from "./homeFindings";

/** With an alias the product would take the value from its secure vault, whatever the deployment writes. */
export function removedAliases({ description, before, after }: Inspected): Finding[] {
  if (description.secureVault === SecureVault.Keep) return [];
  const mayHaveAlias = (file: string) =>
    file.endsWith(".xml") && before.files.text(file).includes("secretAlias");
  const files = before.files.paths.filter(mayHaveAlias);
  return after.flatMap((home) =>
    files.flatMap((file) => {
      const kept = aliases(home.files.readable(file)?.root);
      return aliases(before.files.readable(file)?.root)
        .filter((alias) => !kept.includes(alias))
        .map((alias) =>
          warning(
            ProblemCode.DroppedSetting,
            file,
            `takes ${alias} no longer from the secure vault: the value given here counts`,
            remedy,
          ),
        );
    }),
  );
}

const remedy =
  "take the alias out of the distribution, or give secureVault: keep and put that value into the vault";

/** Each as `password (alias NAME)`. */
function aliases(element: XmlElement | undefined): string[] {
  if (element === undefined) return [];
  const own = vaultAlias(element);
  return [
    ...(own === undefined ? [] : [`${element.name} (alias ${own.value})`]),
    ...element.children.flatMap(aliases),
  ];
}
