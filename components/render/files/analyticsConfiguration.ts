import { EditError } from "../edit/editError";
import type { XmlDocument } from "../edit/xmlDocument";
import { attributeOf, findElements } from "../edit/xmlSelector";
import { eventStoreDatasource, processedDataDatasource } from "./analyticsDatasources";

const stores = "/analytics-dataservice-configuration/analytics-record-store";
const datasourceOfStore = `${stores}/properties/property[@name='datasource']`;

/**
 * Checks, without changing anything, that the record stores use the datasources that are pointed at MySQL. (The
 * specification calls the file analytics-conf.xml.)
 */
export function analyticsConfiguration(document: XmlDocument): string {
  const used = findElements(document, datasourceOfStore).map(({ text, parent }) => ({
    datasource: text,
    store: parent?.parent && attributeOf(parent.parent, "name")?.value,
  }));
  for (const expected of [eventStoreDatasource, processedDataDatasource]) {
    if (!used.some(({ datasource }) => datasource === expected)) {
      const remedy = "give the stores back the datasources that the product ships them with";
      throw new EditError(
        document.file,
        stores,
        `expected a record store with the datasource ${expected}`,
        remedy,
      );
    }
  }
  const other = used.find(
    ({ datasource }) => datasource !== eventStoreDatasource && datasource !== processedDataDatasource,
  );
  if (other !== undefined) {
    const expectation = `expected ${eventStoreDatasource} or ${processedDataDatasource}, found ${other.datasource}`;
    const remedy =
      "move the store to one of these two, which both nodes share, or remove it; the product has no other database here";
    throw new EditError(document.file, `${stores}[@name='${other.store}']`, expectation, remedy);
  }
  return document.source;
}
