import type { NodeSettings } from "../../product";
import type { XmlDocument } from "../edit/xmlDocument";
import { XmlEdits } from "../edit/xmlEdits";
import { datasourcePath, newDatasource } from "./datasource";

/**
 * Spec step 1a: the user and the registry database. `WSO2_CARBON_DB`, the node's own H2 database, stays: the local
 * registry uses it. A datasource that is there already is replaced, since a second one of the same name makes the
 * product stop loading datasources.
 */
export function masterDatasources(document: XmlDocument, { datasources }: NodeSettings): string {
  const edits = new XmlEdits(document);
  const carbon = datasourcePath("WSO2_CARBON_DB");
  const user = newDatasource("WSO2UM_DB", "The datasource used by user manager", datasources.user);
  const registry = newDatasource("WSO2REG_DB", "The datasource used by the registry", datasources.registry);
  edits.put(datasourcePath("WSO2UM_DB"), user, carbon);
  edits.put(datasourcePath("WSO2REG_DB"), registry, carbon);
  return edits.apply();
}
