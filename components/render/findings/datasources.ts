import type { ProductProfile } from "../../product";
import type { XmlElement } from "../edit/xmlDocument";
import { findElements } from "../edit/xmlSelector";
import type { Sources } from "../files/sources";

/** A datasource of the home, as the product reads it. */
export interface HomeDatasource {
  file: string;
  name: string;
  jndiName: string | undefined;
  url: string | undefined;
  element: XmlElement;
}

/** The datasources of every file that the product loads them from. */
export function findDatasources(home: Sources, { files }: ProductProfile): HomeDatasource[] {
  return home.matching(files.allDatasources).flatMap((file) => {
    const document = home.readable(file);
    const found =
      document === undefined
        ? []
        : findElements(document, "/datasources-configuration/datasources/datasource");
    return found.map((element) => ({
      file,
      name: textAt(element, "name") ?? "",
      jndiName: textAt(element, "jndiConfig", "name"),
      url: urlOf(element),
      element,
    }));
  });
}

/** A datasource class has the URL among its own properties. */
function urlOf(datasource: XmlElement): string | undefined {
  const configuration = childAt(datasource, "definition", "configuration");
  if (configuration === undefined) return undefined;
  const properties = childAt(configuration, "dataSourceProps")?.children ?? [];
  const property = properties.find(({ attributes }) =>
    attributes.some(({ name, value }) => name === "name" && value.toLowerCase() === "url"),
  );
  const hasClass = childAt(configuration, "dataSourceClassName") !== undefined;
  return hasClass && property !== undefined ? property.text.trim() : textAt(configuration, "url");
}

export function childAt(element: XmlElement, ...names: string[]): XmlElement | undefined {
  return names.reduce<XmlElement | undefined>(
    (parent, name) => parent?.children.findLast((child) => child.name === name),
    element,
  );
}

function textAt(element: XmlElement, ...names: string[]): string | undefined {
  return childAt(element, ...names)?.text.trim();
}
