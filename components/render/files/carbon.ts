import type { DeploymentSynchronizerSettings, NodeSettings } from "../../product";
import { EditError } from "../edit/editError";
import type { XmlDocument } from "../edit/xmlDocument";
import { XmlEdits } from "../edit/xmlEdits";
import { findElements } from "../edit/xmlSelector";

const offset = "/Server/Ports/Offset";
const synchronizerPath = "/Server/DeploymentSynchronizer";

/** The port offset where one is asked for, and spec step 5 where SVN is to share what is deployed. */
export function carbon(document: XmlDocument, settings: NodeSettings): string {
  const edits = new XmlEdits(document, settings.secureVault);
  if (settings.portOffset !== undefined) {
    edits.putText(offset, String(settings.portOffset));
  }
  if (settings.deploymentSynchronizer !== undefined) {
    synchronizeDeployment(edits, settings.deploymentSynchronizer);
  }
  return edits.apply();
}

/** The offset that the file sets; the product adds it to most of its ports. */
export function readPortOffset(document: XmlDocument): number {
  const found = findElements(document, offset);
  const [text = ""] = found.map((each) => each.text);
  if (found.length !== 1 || !/^\s*\d{1,5}\s*$/.test(text)) {
    const wrong = found.length === 1 ? JSON.stringify(text) : found.length || "none";
    const remedy = "write the offset that the product is to use there, once, or give product.portOffset";
    throw new EditError(document.file, offset, `expected a number, found ${wrong}`, remedy);
  }
  return Number(text);
}

function synchronizeDeployment(edits: XmlEdits, synchronizer: DeploymentSynchronizerSettings): void {
  if (!edits.has(synchronizerPath)) return;
  const path = (name: string) => `${synchronizerPath}/${name}`;
  edits.putText(path("Enabled"), "true");
  edits.putText(path("AutoCommit"), String(synchronizer.commits));
  edits.putText(path("AutoCheckout"), "true");
  edits.putText(path("RepositoryType"), "svn");
  edits.putText(path("SvnUrl"), synchronizer.svnUrl);
  const login = { SvnUser: synchronizer.svnUser, SvnPassword: synchronizer.svnPassword };
  for (const [name, value] of Object.entries(login)) {
    if (value !== undefined) {
      edits.putText(path(name), value, path("SvnUrl"));
    } else {
      // The stock file holds a placeholder, with which an anonymous repository would be asked.
      edits.removeAll(path(name));
    }
  }
  const append = String(synchronizer.svnUrlAppendTenantId ?? true);
  edits.putText(path("SvnUrlAppendTenantId"), append, path("SvnUrl"));
}
