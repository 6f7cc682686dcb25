import type { NodeSettings } from "../../product";
import type { XmlDocument } from "../edit/xmlDocument";
import { XmlEdits } from "../edit/xmlEdits";
import { pointDatasource } from "./datasource";

/**
 * The database that the product's scripts write statistics to and API-M reads them from. The specification leaves it
 * out; as shipped it is an H2 file of each node's own.
 */
export function statisticsDatasources(document: XmlDocument, { datasources }: NodeSettings): string {
  const edits = new XmlEdits(document);
  if (datasources.statistics !== undefined) {
    pointDatasource(edits, "WSO2AM_STATS_DB", datasources.statistics);
  }
  return edits.apply();
}
