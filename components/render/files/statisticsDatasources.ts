import type { NodeSettings } from "../../product";
import type { XmlDocument } from "../edit/xmlDocument";
import { XmlEdits } from "../edit/xmlEdits";
import { pointDatasource } from "./datasource";

export const statisticsDatasource = "WSO2AM_STATS_DB";

/**
 * The database that the product's scripts write statistics to and API-M reads them from. The specification leaves it
 * out; as shipped it is an H2 file of each node's own.
 */
export function statisticsDatasources(document: XmlDocument, settings: NodeSettings): string {
  const edits = new XmlEdits(document, settings.secureVault);
  const { statistics } = settings.datasources;
  if (statistics !== undefined) pointDatasource(document, edits, statisticsDatasource, statistics);
  return edits.apply();
}
