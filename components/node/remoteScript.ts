import { readFileSync } from "node:fs";
import * as path from "node:path";
import { closing } from "./closingLine";

/** The scripts that run on a node; each has a function of its own name that reads the request. */
export const RemoteScript = {
  Prepare: "prepare",
  Stage: "stage",
  Act: "act",
  Observe: "observe",
  Texts: "texts",
  Lease: "lease",
  Schema: "schema",
  CarbonApps: "carbonApps",
  Ready: "ready",
} as const;
export type RemoteScript = (typeof RemoteScript)[keyof typeof RemoteScript];

/** The files in `scripts/` that a script consists of, its own last. */
const parts: Record<RemoteScript, readonly string[]> = {
  prepare: [
    "common",
    "owner",
    "settle",
    "state",
    "home",
    "identity",
    "session",
    "service",
    "formerHomes",
    "delivered",
    "machine",
    "packages",
    "exchange",
    "installation",
    "drivers",
    "nodeId",
    "links",
    "directories",
    "libraries",
    "persistenceTimer",
    "prepare",
  ],
  stage: ["common", "owner", "settle", "state", "home", "leaseHolder", "identity", "mask", "drift", "stage"],
  act: [
    "common",
    "owner",
    "settle",
    "state",
    "home",
    "identity",
    "mask",
    "drift",
    "exchange",
    "product",
    "install",
    "service",
    "formerHomes",
    "ports",
    "session",
    "mysqlClient",
    "clock",
    "version",
    "driverFits",
    "loginCheck",
    "startChecks",
    "persistenceTimer",
    "nodeId",
    "journal",
    "actionJob",
    "act",
  ],
  observe: [
    "common",
    "owner",
    "settle",
    "state",
    "home",
    "leaseHolder",
    "journal",
    "mask",
    "product",
    "service",
    "formerHomes",
    "ports",
    "version",
    "productLog",
    "nodeId",
    "mysqlClient",
    "clock",
    "loginCheck",
    "databaseCheck",
    "observe",
  ],
  texts: ["common", "owner", "settle", "state", "home", "texts"],
  lease: ["common", "owner", "state", "lease"],
  schema: ["common", "packages", "mysqlClient", "schema"],
  carbonApps: [
    "common",
    "owner",
    "settle",
    "state",
    "home",
    "session",
    "service",
    "delivered",
    "mask",
    "carbonApps",
  ],
  ready: ["common", "ready"],
};

/** In place of a URL, for a file that was copied to the node: `scripts/delivered.sh` finds it by its checksum. */
export const copySource = "-";

/** One line of a request: its key, then its values. No value holds white space; what might is base64. */
export type RequestLine = readonly [key: string, ...values: (string | number)[]];

/**
 * What a node's shell reads from standard input: the script and, as a here-document of its last command, the request.
 * So nothing but `sh -s` stands on a command line, no value becomes code, and the whole text has been read before
 * anything runs. `end` tells the script that nothing was cut off. A closing line tells us that the script ran to its end
 * (`closingLine.ts`), unless its reply has a nonce of its own.
 */
export function scriptWithRequest(script: RemoteScript, request: readonly RequestLine[]): string {
  const lines = [...request, ["end"] as const].map((line) => line.map(checkedValue).join(" "));
  const functions = functionsOf(script);
  const call = `${script} <<'REQUEST'\n${lines.join("\n")}\nREQUEST\n`;
  return functions + (hasNonce(request) ? call : `{\n${call}${closing(functions)}}\n`);
}

function hasNonce(request: readonly RequestLine[]): boolean {
  return request.some(([key]) => key === "nonce");
}

/** The functions of a script, none of them called. */
export function functionsOf(script: RemoteScript): string {
  return parts[script].map(shell).join("");
}

/** For values that may hold anything: UTF-8 text, as it reaches the node. */
export function base64(text: string, encoding: "utf8" | "latin1" = "utf8"): string {
  return Buffer.from(text, encoding).toString("base64");
}

function checkedValue(value: string | number): string {
  const text = String(value);
  if (text === "" || /\s/.test(text)) {
    throw new Error("a value of a request to a node is empty or holds white space");
  }
  return text;
}

/** A file of `scripts/`: part of a script, or what is installed on a node. */
export function shell(name: string): string {
  return readFileSync(path.join(__dirname, "scripts", `${name}.sh`), "utf8");
}
