import type { Datasource, NodeSettings } from "../../product";
import type { XmlDocument } from "../edit/xmlDocument";
import { XmlEdits } from "../edit/xmlEdits";
import { findElements } from "../edit/xmlSelector";
import { element } from "../edit/xmlText";
import { datasourcePath, newDatasource, pointDatasource } from "./datasource";

/**
 * Spec step 1a: the user and the registry database. `WSO2_CARBON_DB`, the node's own H2 database, stays: the local
 * registry uses it. A datasource that is there already is edited, since a second one of the same name makes the
 * product stop loading datasources.
 */
export function masterDatasources(document: XmlDocument, settings: NodeSettings): string {
  const edits = new XmlEdits(document, settings.secureVault);
  const { user, registry } = settings.datasources;
  put(document, edits, "WSO2UM_DB", "The datasource used by user manager", user);
  put(document, edits, "WSO2REG_DB", "The datasource used by the registry", registry);
  return edits.apply();
}

function put(
  document: XmlDocument,
  edits: XmlEdits,
  name: string,
  description: string,
  datasource: Datasource,
): void {
  const path = datasourcePath(name);
  // One without a configuration is as good as none.
  if (findElements(document, `${path}/definition/configuration`).length === 0) {
    edits.put(path, newDatasource(name, description, datasource), datasourcePath("WSO2_CARBON_DB"));
    return;
  }
  pointDatasource(document, edits, name, datasource);
  const jndiName = `jdbc/${name}`;
  if (findElements(document, `${path}/jndiConfig`).length === 0) {
    edits.add(
      `${path}/jndiConfig`,
      element("jndiConfig", [element("name", jndiName)]),
      `${path}/description`,
    );
  } else {
    edits.putText(`${path}/jndiConfig/name`, jndiName);
  }
}
