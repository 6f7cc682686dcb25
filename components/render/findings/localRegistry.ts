import { ProblemCode } from "../../description";
import type { ProductProfile } from "../../product";
import type { XmlDocument, XmlElement } from "../edit/xmlDocument";
import { attributeOf, findElements } from "../edit/xmlSelector";
import { childAt } from "./datasources";
import { error, type Finding } from "./finding";
import type { Home, Inspected } from "./homeFindings";
import { databaseOf, isEmbedded, shownUrl } from "./jdbcUrl";

/** Where a node's local registry is. */
interface LocalRegistry {
  /** The `dbConfig` that `currentDBConfig` names. */
  config: string;
  datasource: string | undefined;
  url: string | undefined;
}

const rule =
  'the specification (database step 1d) says of <dbConfig name="wso2registry"> with jdbc/WSO2CarbonDB: ' +
  '"Do not replace the following configuration when adding in the mounting configurations"';

/** Each node has a local registry of its own; only what is mounted is shared. Two nodes in one would overwrite each other's. */
export function localRegistry({ profile, after }: Inspected): Finding[] {
  const place = profile.files.registry;
  const [first, second] = after.map((home) => findLocalRegistry(home, profile));
  if (first === undefined || second === undefined) return [];
  const undefinedConfig = [first, second].find(({ datasource, url }) => !(datasource ?? url));
  if (undefinedConfig !== undefined) {
    const named = JSON.stringify(undefinedConfig.config);
    const problem = `names the database configuration ${named}, which is not there or has no data source`;
    return [
      error(
        ProblemCode.SharedRegistry,
        `${place} /wso2registry/currentDBConfig`,
        problem,
        "make it wso2registry, as the product ships it",
      ),
    ];
  }
  const { url = "", datasource, config } = first;
  if (url === "" || isEmbedded(url) || databaseOf(url) !== databaseOf(second.url ?? "")) return [];
  const through = datasource === undefined ? "" : ` by ${datasource}`;
  const problem = `puts the local registry of both nodes into one database, ${shownUrl(url)}${through}; ${rule}`;
  const remedy =
    "give it back the H2 database that the product ships, or each node a database of its own by overrides with node";
  return [
    error(ProblemCode.SharedRegistry, `${place} /wso2registry/dbConfig[@name='${config}']`, problem, remedy),
  ];
}

/** Undefined if registry.xml cannot be read. */
function findLocalRegistry({ files, datasources }: Home, profile: ProductProfile): LocalRegistry | undefined {
  const document = files.readable(profile.files.registry);
  if (document === undefined) return undefined;
  const config = findElements(document, "/wso2registry/currentDBConfig").at(-1)?.text.trim() ?? "";
  const found = configNamed(document, config);
  const datasource = found && childAt(found, "dataSource")?.text.trim();
  if (datasource === undefined) {
    return { config, datasource, url: found && childAt(found, "url")?.text };
  }
  const url = datasources.find(({ jndiName }) => jndiName === datasource)?.url;
  return { config, datasource, url };
}

/** The last one of a name counts. */
function configNamed(document: XmlDocument, name: string): XmlElement | undefined {
  return findElements(document, "/wso2registry/dbConfig").findLast(
    (config) => attributeOf(config, "name")?.value === name,
  );
}
