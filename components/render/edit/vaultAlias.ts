import { namespaceOf, type XmlAttribute, type XmlElement } from "./xmlDocument";

const vaultNamespace = "http://org.wso2.securevault/configuration";

/**
 * The attribute `svns:secretAlias` of an element, whatever its prefix. With it the product takes the value from its secure vault
 * and does not look at the text (`DataSourceUtils.secureLoadElement`).
 */
export function vaultAlias(element: XmlElement): XmlAttribute | undefined {
  return element.attributes.find(({ name, tag }) => {
    const prefix = tag.slice(0, -`:${name}`.length);
    return name === "secretAlias" && tag.includes(":") && namespaceOf(element, prefix) === vaultNamespace;
  });
}
