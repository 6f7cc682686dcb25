import type { NodeSettings } from "../../product";
import type { XmlDocument } from "../edit/xmlDocument";
import { XmlEdits } from "../edit/xmlEdits";
import { element } from "../edit/xmlText";

/** Spec step 2: Hazelcast clustering with the two nodes as well-known members. */
export function axis2(document: XmlDocument, settings: NodeSettings): string {
  const edits = new XmlEdits(document);
  const clustering = "/axisconfig/clustering";
  const parameter = (name: string) => `${clustering}/parameter[@name='${name}']`;
  edits.setAttribute(`${clustering}/@enable`, "true");
  edits.setText(parameter("membershipScheme"), "wka");
  edits.setText(parameter("domain"), settings.domain);
  if (settings.groupPassword !== undefined) {
    edits.putText(parameter("groupPassword"), settings.groupPassword, parameter("domain"));
  }
  edits.setText(parameter("localMemberHost"), settings.address);
  // The one port that the product does not shift by the offset.
  edits.setText(parameter("localMemberPort"), String(settings.ports.hazelcast.configured));
  edits.replace(`${clustering}/members`, element("members", settings.members.map(member)));
  return edits.apply();
}

function member({ address, port }: NodeSettings["members"][number]) {
  return element("member", [element("hostName", address), element("port", String(port))]);
}
