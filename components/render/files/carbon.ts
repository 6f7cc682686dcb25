import type { DeploymentSynchronizerSettings, NodeSettings } from "../../product";
import { EditError } from "../edit/editError";
import type { XmlDocument } from "../edit/xmlDocument";
import { XmlEdits } from "../edit/xmlEdits";
import { findElement, findElements } from "../edit/xmlSelector";

const offset = "/Server/Ports/Offset";

/** The port offset where one is asked for, and spec step 5 where SVN is to share what is deployed. */
export function carbon(document: XmlDocument, settings: NodeSettings): string {
  const edits = new XmlEdits(document);
  if (settings.portOffset !== undefined) {
    edits.setText(offset, String(settings.portOffset));
  }
  if (settings.deploymentSynchronizer !== undefined) {
    synchronizeDeployment(document, edits, settings.deploymentSynchronizer);
  }
  return edits.apply();
}

/** The offset that the file sets; the product adds it to most of its ports. */
export function readPortOffset(document: XmlDocument): number {
  const { text } = findElement(document, offset);
  if (!/^\s*\d{1,5}\s*$/.test(text)) {
    throw new EditError(document.file, offset, `expected a number, found ${JSON.stringify(text)}`);
  }
  return Number(text);
}

function synchronizeDeployment(
  document: XmlDocument,
  edits: XmlEdits,
  synchronizer: DeploymentSynchronizerSettings,
): void {
  const path = (name: string) => `/Server/DeploymentSynchronizer/${name}`;
  edits.setText(path("Enabled"), "true");
  edits.setText(path("AutoCommit"), String(synchronizer.commits));
  edits.setText(path("AutoCheckout"), "true");
  edits.setText(path("RepositoryType"), "svn");
  edits.setText(path("SvnUrl"), synchronizer.svnUrl);
  const login = { SvnUser: synchronizer.svnUser, SvnPassword: synchronizer.svnPassword };
  for (const [name, value] of Object.entries(login)) {
    if (value !== undefined) {
      edits.putText(path(name), value, path("SvnUrl"));
    } else if (findElements(document, path(name)).length > 0) {
      // The stock file holds a placeholder, with which an anonymous repository would be asked.
      edits.remove(path(name));
    }
  }
  const append = String(synchronizer.svnUrlAppendTenantId ?? true);
  edits.putText(path("SvnUrlAppendTenantId"), append, path("SvnUrl"));
}
