import type { NodeSettings } from "../../product";
import type { XmlDocument } from "../edit/xmlDocument";
import { XmlEdits } from "../edit/xmlEdits";
import { pointDatasource } from "./datasource";

/** The names that the record stores of analytics-config.xml refer to; the databases may be called otherwise. */
export const eventStoreDatasource = "WSO2_ANALYTICS_EVENT_STORE_DB";
export const processedDataDatasource = "WSO2_ANALYTICS_PROCESSED_DATA_STORE_DB";

/**
 * Spec step 1b. The specification prints a whole file; edited in place, the file keeps
 * `defaultTransactionIsolation`, without which MySQL would use REPEATABLE READ.
 */
export function analyticsDatasources(document: XmlDocument, settings: NodeSettings): string {
  const edits = new XmlEdits(document, settings.secureVault);
  pointDatasource(document, edits, eventStoreDatasource, settings.datasources.eventStore);
  pointDatasource(document, edits, processedDataDatasource, settings.datasources.processedData);
  return edits.apply();
}
