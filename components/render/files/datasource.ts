import type { Datasource } from "../../product";
import type { XmlDocument, XmlElement } from "../edit/xmlDocument";
import type { XmlEdits } from "../edit/xmlEdits";
import { findElements } from "../edit/xmlSelector";
import { element, type NewElement } from "../edit/xmlText";
import { isConnectorJ, isPortable, redirects } from "./datasourceSettings";

/** The class name of Connector/J 5.1, which the product needs. */
const driver = "com.mysql.jdbc.Driver";

/** The place of a datasource by its name, which other files refer to. */
export function datasourcePath(name: string): string {
  return `/datasources-configuration/datasources/datasource[name='${name}']`;
}

/** A whole datasource in the order of elements that the specification prints. */
export function newDatasource(
  name: string,
  description: string,
  { url, username, password }: Datasource,
): NewElement {
  return element("datasource", [
    element("name", name),
    element("description", description),
    element("jndiConfig", [element("name", `jdbc/${name}`)]),
    element(
      "definition",
      [
        element("configuration", [
          element("url", url),
          element("username", username),
          element("password", password),
          element("driverClassName", driver),
          element("maxActive", "50"),
          element("maxWait", "60000"),
          element("testOnBorrow", "true"),
          element("validationQuery", "SELECT 1"),
          element("validationInterval", "30000"),
        ]),
      ],
      { type: "RDBMS" },
    ),
  ]);
}

/**
 * Points a datasource that is in the file at MySQL. What else it holds stays, its pool and its isolation level for example, unless it
 * leads elsewhere or is written for another database.
 */
export function pointDatasource(
  document: XmlDocument,
  edits: XmlEdits,
  name: string,
  { url, username, password }: Datasource,
): void {
  const datasource = datasourcePath(name);
  const configuration = `${datasource}/definition/configuration`;
  if (!(edits.has(datasource) && edits.has(configuration))) return;
  const settings = findElements(document, configuration).flatMap(({ children }) => children);
  const wasMySql = isConnectorJ(settings);
  removeForeign(edits, configuration, settings, wasMySql);
  // The product compares names with their white space.
  edits.setText(`${datasource}/name`, name);
  edits.putAttribute(`${datasource}/definition/@type`, "RDBMS");
  edits.putText(`${configuration}/url`, url);
  edits.putText(`${configuration}/username`, username);
  edits.putText(`${configuration}/password`, password);
  edits.putText(`${configuration}/driverClassName`, driver);
  edits.putText(`${configuration}/testOnBorrow`, "true", `${configuration}/maxWait`);
  const validationQuery = `${configuration}/validationQuery`;
  if (!wasMySql || findElements(document, validationQuery).length === 0) {
    edits.putText(validationQuery, "SELECT 1");
  }
  edits.putText(`${configuration}/validationInterval`, "30000", validationQuery);
}

function removeForeign(
  edits: XmlEdits,
  configuration: string,
  settings: readonly XmlElement[],
  wasMySql: boolean,
): void {
  const foreign = settings.filter((each) => redirects(each) || !(wasMySql || isPortable(each)));
  for (const name of new Set(foreign.map((each) => each.name))) {
    edits.removeAll(`${configuration}/${name}`);
  }
}
