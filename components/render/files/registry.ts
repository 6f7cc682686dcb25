import type { NodeSettings } from "../../product";
import type { XmlDocument } from "../edit/xmlDocument";
import { XmlEdits } from "../edit/xmlEdits";
import { element } from "../edit/xmlText";

/**
 * Spec step 1d: the configuration and governance registries are mounted from the registry database. The local
 * registry (`wso2registry`) stays with the node's own database.
 */
export function registry(document: XmlDocument, settings: NodeSettings): string {
  const { datasources, registryTargets, secureVault } = settings;
  const edits = new XmlEdits(document, secureVault);
  const local = "/wso2registry/dbConfig[@name='wso2registry']";
  const database = element("dbConfig", [element("dataSource", "jdbc/WSO2REG_DB")], { name: "govregistry" });
  edits.put("/wso2registry/dbConfig[@name='govregistry']", database, local);
  edits.put("/wso2registry/remoteInstance[id='gov']", remoteInstance(datasources.registryId), local);
  for (const { path, target } of registryTargets) {
    const mount = element("mount", [element("instanceId", "gov"), element("targetPath", target)], {
      path,
      overwrite: "true",
    });
    edits.put(`/wso2registry/mount[@path='${path}']`, mount, local);
  }
  return edits.apply();
}

/** The URL is an identifier: with a `dbConfig` it is never dialled, so it keeps the specification's port. */
function remoteInstance(cacheId: string) {
  return element(
    "remoteInstance",
    [
      element("id", "gov"),
      element("cacheId", cacheId),
      element("dbConfig", "govregistry"),
      element("readOnly", "false"),
      element("enableCache", "true"),
      element("registryRoot", "/"),
    ],
    { url: "https://localhost:9443/registry" },
  );
}
