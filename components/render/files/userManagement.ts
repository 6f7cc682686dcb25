import type { NodeSettings } from "../../product";
import type { XmlDocument } from "../edit/xmlDocument";
import { XmlEdits } from "../edit/xmlEdits";

/** Spec step 1c: both nodes keep their users in the user database. */
export function userManagement(document: XmlDocument, { secureVault }: NodeSettings): string {
  const edits = new XmlEdits(document, secureVault);
  edits.putText("/UserManager/Realm/Configuration/Property[@name='dataSource']", "jdbc/WSO2UM_DB");
  return edits.apply();
}
