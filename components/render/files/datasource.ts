import type { Datasource } from "../../product";
import type { XmlEdits } from "../edit/xmlEdits";
import { element, type NewElement } from "../edit/xmlText";

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

/** Points a datasource that is in the file at MySQL; what else it holds, such as its isolation level, stays. */
export function pointDatasource(
  edits: XmlEdits,
  name: string,
  { url, username, password }: Datasource,
): void {
  const configuration = `${datasourcePath(name)}/definition/configuration`;
  edits.setText(`${configuration}/url`, url);
  edits.setText(`${configuration}/username`, username);
  edits.setText(`${configuration}/password`, password);
  edits.setText(`${configuration}/driverClassName`, driver);
  edits.putText(`${configuration}/testOnBorrow`, "true", `${configuration}/maxWait`);
  edits.putText(`${configuration}/validationInterval`, "30000", `${configuration}/validationQuery`);
}
