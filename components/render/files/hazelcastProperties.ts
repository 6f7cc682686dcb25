import type { NodeSettings } from "../../product";
import { setProperty } from "../edit/propertiesFile";

/** How long a member may be silent before it counts as dead. The product's own value is ten minutes. */
export function hazelcastProperties(text: string, { failureDetectionSeconds }: NodeSettings): string {
  return failureDetectionSeconds === undefined
    ? text
    : setProperty(text, "hazelcast.max.no.heartbeat.seconds", String(failureDetectionSeconds));
}
