import { isAttributePath, type OverrideDescription } from "../../description";
import { EditError } from "../edit/editError";
import { setProperty } from "../edit/propertiesFile";
import { parseXml } from "../edit/xmlDocument";
import { XmlEdits } from "../edit/xmlEdits";

/** One value that no other argument names: the text of an element, an attribute, or a key of a properties file. */
export function override(text: string, { file, path, value, add }: OverrideDescription): string {
  if (file.endsWith(".xml")) {
    const edits = new XmlEdits(parseXml(file, text));
    if (isAttributePath(path)) {
      edits.setAttribute(path, value);
    } else if (add) {
      edits.appendText(path, value);
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
