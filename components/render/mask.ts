import { type ClusterDescription, mapSecrets } from "../description";
import { escapeValue } from "./edit/propertiesFile";
import { escapeXml } from "./edit/xmlText";

/**
 * The description with every secret in it replaced, so that what is rendered from it can be shown. A secret that is
 * not given stays not given: the masked text differs from the real one in the secrets alone.
 */
export function maskSecrets(description: ClusterDescription): ClusterDescription {
  return mapSecrets(description, () => "********");
}

/**
 * Every secret that a node or its product can have seen, as it is and as it stands in the product's files: in XML, in
 * properties and in a JDBC URL; the longest first.
 */
export function secretsOf(description: object): string[] {
  const found = new Set<string>();
  // How Pulumi logs in to the nodes and to MySQL is nothing that the nodes know; and RDS may change that password by itself.
  const { database } = description as Partial<ClusterDescription>;
  const seen = {
    ...description,
    nodes: [],
    ssh: undefined,
    database: { ...database, administrator: undefined },
  };
  mapSecrets(seen, (secret) => {
    const text = String(secret);
    for (const form of [text, encodeURIComponent(text)]) found.add(form).add(escapeXml(form));
    found.add(escapeValue(text));
  });
  return [...found].sort((one, other) => other.length - one.length);
}
