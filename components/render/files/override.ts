import { isAttributePath, type OverrideDescription, SecureVault } from "../../description";
import { EditError } from "../edit/editError";
import { setProperty } from "../edit/propertiesFile";
import { vaultAlias } from "../edit/vaultAlias";
import { parseXml, type XmlDocument } from "../edit/xmlDocument";
import { XmlEdits } from "../edit/xmlEdits";
import { findElements } from "../edit/xmlSelector";

/** One value that no other argument names: the text of an element, an attribute, or a key of a properties file. */
export function override(
  text: string,
  { file, path, value, add }: OverrideDescription,
  secureVault: SecureVault,
): string {
  if (file.endsWith(".xml")) {
    const document = parseXml(file, text);
    const edits = new XmlEdits(document, secureVault);
    if (secureVault === SecureVault.Keep && !isAttributePath(path)) checkNoAlias(document, path);
    if (isAttributePath(path)) {
      edits.setAttribute(path, value);
    } else if (add) {
      edits.putText(path, value);
    } else {
      edits.setText(path, value);
    }
    return edits.apply();
  }
  if (file.endsWith(".properties") || file.endsWith(".conf")) {
    return setProperty(text, path, value);
  }
  throw new EditError(file, path, "expected a file that ends in .xml, .properties or .conf");
}

/** With an alias the product does not look at the text, so the override would have no effect. */
function checkNoAlias(document: XmlDocument, path: string): void {
  if (findElements(document, path).some((target) => vaultAlias(target) !== undefined)) {
    throw new EditError(
      document.file,
      path,
      "expected a text, found one that the product takes from its secure vault, which secureVault keeps",
    );
  }
}
