import type { NodeSettings } from "../../product";
import type { XmlDocument } from "../edit/xmlDocument";
import { XmlEdits } from "../edit/xmlEdits";
import { element } from "../edit/xmlText";

export const clusteringPath = "/axisconfig/clustering";

export function parameterPath(name: string): string {
  return `${clusteringPath}/parameter[@name='${name}']`;
}

/** Spec step 2: Hazelcast clustering with the two nodes as well-known members. */
export function axis2(document: XmlDocument, settings: NodeSettings): string {
  const edits = new XmlEdits(document, settings.secureVault);
  if (!edits.has(clusteringPath)) return edits.apply();
  const agent = "org.wso2.carbon.core.clustering.hazelcast.HazelcastClusteringAgent";
  edits.putAttribute(`${clusteringPath}/@class`, agent);
  edits.putAttribute(`${clusteringPath}/@enable`, "true");
  edits.putText(parameterPath("membershipScheme"), "wka");
  edits.putText(parameterPath("domain"), settings.domain);
  if (settings.groupPassword !== undefined) {
    edits.putText(parameterPath("groupPassword"), settings.groupPassword, parameterPath("domain"));
  }
  edits.putText(parameterPath("localMemberHost"), settings.address);
  // The one port that the product does not shift by the offset.
  edits.putText(parameterPath("localMemberPort"), String(settings.ports.hazelcast.configured));
  const members = `${clusteringPath}/members`;
  edits.put(members, element("members", settings.members.map(member)), parameterPath("localMemberPort"));
  return edits.apply();
}

function member({ address, port }: NodeSettings["members"][number]) {
  return element("member", [element("hostName", address), element("port", String(port))]);
}
