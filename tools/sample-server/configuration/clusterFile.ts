import type { Endpoint } from "./endpoint";
import { one, wholeNumber } from "./values";
import type { XmlReader } from "./xmlReader";

/** The Hazelcast cluster of axis2.xml. */
export interface ClusterConfiguration {
  scheme: string;
  domain: string;
  groupPassword: string;
  local: Endpoint;
  members: Endpoint[];
  /** After how long a silence a member counts as dead; from hazelcast.properties. */
  silenceMilliseconds: number;
}

/** What Hazelcast takes where the file gives none. */
const publicGroupPassword = "dev-pass";

/** Undefined where clustering is off. Text is trimmed, as Axis2's `ClusterBuilder` does it. */
export function readCluster(
  document: XmlReader,
  silenceMilliseconds: number,
): ClusterConfiguration | undefined {
  if (one(document.attributes("enable", "clustering")).trim().toLowerCase() !== "true") return undefined;
  const parameter = (name: string) => document.texts("clustering", `parameter@name=${name}`).at(-1)?.trim();
  const hosts = document.texts("clustering", "members", "member", "hostName");
  const ports = document.texts("clustering", "members", "member", "port");
  return {
    scheme: parameter("membershipScheme") ?? "",
    domain: parameter("domain") ?? "",
    groupPassword: parameter("groupPassword") ?? publicGroupPassword,
    local: {
      host: parameter("localMemberHost") ?? "",
      port: wholeNumber(parameter("localMemberPort") ?? "4000"),
    },
    members: hosts.map((host, index) => ({
      host: host.trim(),
      port: wholeNumber(ports[index]?.trim() ?? ""),
    })),
    silenceMilliseconds,
  };
}
