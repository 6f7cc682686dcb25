import type { XmlDocument } from "../edit/xmlDocument";
import { XmlEdits } from "../edit/xmlEdits";

/** Spec step 1c: both nodes keep their users in the user database. */
export function userManagement(document: XmlDocument): string {
  const edits = new XmlEdits(document);
  edits.setText("/UserManager/Realm/Configuration/Property[@name='dataSource']", "jdbc/WSO2UM_DB");
  return edits.apply();
}
