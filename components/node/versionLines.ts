import { type LogLine, profiles, versionInSet } from "../product";
import { base64, type RequestLine } from "./remoteScript";

/** The Java versions with which each version of the product starts. */
export function javaLines(): RequestLine[] {
  return profiles.map((profile) => ["java", versionInSet(profile), profile.javaVersions.join(",")]);
}

/** The lines of the log that count, of each version of the product. */
export function logLines(): RequestLine[] {
  return profiles.map((profile) => ["log", versionInSet(profile), base64(profile.log.map(logLine).join(""))]);
}

function logLine({ event, logger, message }: LogLine): string {
  return `${event} ${logger} ${message}\n`;
}
