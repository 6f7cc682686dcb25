import type { Endpoint } from "./endpoint";
import { one, wholeNumber } from "./values";
import type { XmlReader } from "./xmlReader";

/** The mode HA of event-processor.xml, with the offset added to its ports. */
export interface HighAvailabilityConfiguration {
  eventSync: Endpoint;
  management: Endpoint;
  stateSyncRetryMilliseconds: number;
}

/**
 * As `ManagementModeConfigurationLoader`: the first mode that is enabled counts, and text is not trimmed. Undefined
 * where that is not HA.
 */
export function readHighAvailability(
  document: XmlReader,
  offset: number,
): HighAvailabilityConfiguration | undefined {
  const enabled = document.attributes("enable", "mode").findIndex((value) => value?.toLowerCase() === "true");
  if (document.attributes("name", "mode")[enabled] !== "HA") return undefined;
  const value = (...steps: string[]) => one(document.texts("mode@name=HA", ...steps));
  const endpoint = (element: string) => ({
    host: value(element, "hostName"),
    port: wholeNumber(value(element, "port")) + offset,
  });
  return {
    eventSync: endpoint("eventSync"),
    management: endpoint("management"),
    stateSyncRetryMilliseconds: wholeNumber(value("management", "stateSyncRetryInterval")),
  };
}
