import type { NodeSettings } from "../../product";
import type { XmlDocument } from "../edit/xmlDocument";
import { XmlEdits } from "../edit/xmlEdits";
import { attributeOf, findElements } from "../edit/xmlSelector";
import { element } from "../edit/xmlText";

const root = "/eventProcessorConfiguration";
const ha = `${root}/mode[@name='HA']`;

/**
 * Spec step 3: the HA mode. Host names are both bound and advertised, so they are the node's own address. The ports
 * are written without the offset, which the product adds (not in every version: `product/profiles/stockPorts.ts`).
 */
export function eventProcessor(document: XmlDocument, settings: NodeSettings): string {
  const edits = new XmlEdits(document, settings.secureVault);
  if (!edits.has(ha)) return edits.apply();
  disableOtherModes(document, edits);
  edits.setAttribute(`${ha}/@enable`, "true");
  putEnabled(document, edits, "worker", true);
  for (const role of ["eventSync", "management"] as const) {
    edits.putText(`${ha}/${role}/hostName`, settings.address);
    edits.putText(`${ha}/${role}/port`, String(settings.ports[role].configured));
  }
  putEnabled(document, edits, "presenter", settings.presenter?.isThisNode ?? false);
  if (settings.presenter !== undefined) {
    edits.putText(`${ha}/presentation/hostName`, settings.presenter.address);
    edits.putText(`${ha}/presentation/port`, String(settings.presenter.port));
  }
  if (settings.statePersistence !== undefined) {
    setPersistence(document, edits, String(settings.statePersistence));
  }
  return edits.apply();
}

/** The product takes the first mode that is enabled, whichever it is, so every other one must be off. */
function disableOtherModes(document: XmlDocument, edits: XmlEdits): void {
  for (const mode of findElements(document, `${root}/mode`)) {
    const name = attributeOf(mode, "name")?.value;
    const isEnabled = attributeOf(mode, "enable")?.value.toLowerCase() === "true";
    if (name !== "HA" && isEnabled) {
      edits.setAttribute(`${root}/mode[@name='${name}']/@enable`, "false");
    }
  }
}

/** The product needs both elements: without one it fails. */
function putEnabled(
  document: XmlDocument,
  edits: XmlEdits,
  type: "worker" | "presenter",
  enable: boolean,
): void {
  const path = `${ha}/nodeType/${type}`;
  if (findElements(document, path).length > 0) edits.putAttribute(`${path}/@enable`, String(enable));
  else edits.add(path, element(type, "", { enable: String(enable) }));
}

/** Only the element within the HA mode counts; the one of the mode SingleNode in older files is not read. */
function setPersistence(document: XmlDocument, edits: XmlEdits, enable: string): void {
  if (findElements(document, `${ha}/persistence`).length > 0) {
    edits.setAttribute(`${ha}/persistence/@enable`, enable);
    return;
  }
  const location = element("property", "cep_persistence", { key: "persistenceLocation" });
  const store = "org.wso2.carbon.event.processor.core.internal.persistence.FileSystemPersistenceStore";
  const content = [
    element("persistenceIntervalInMinutes", "15"),
    element("persisterSchedulerPoolSize", "10"),
    element("persister", [location], { class: store }),
  ];
  edits.append(ha, element("persistence", content, { enable }));
}
