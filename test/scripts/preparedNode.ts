import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { nodeIdLines } from "../../components/node/nodeRequests";
import { RemoteScript, type RequestLine, scriptWithRequest, shell } from "../../components/node/remoteScript";
import { nodeIdPlaces } from "../../components/product";
import { requireProfile } from "../support/sampleProduct";
import { type Finished, type Home, runShell, type Session } from "./nodeShell";
import { nodeId } from "./stagedFiles";

/** A product home as it is before its first start. */
export const unpacked = {
  "repository/conf/carbon.xml": "stock",
  "repository/deployment/server/carbonapps/shipped.car": "shipped",
  "repository/data/index/shard-1": "an index",
};
/** The same after it. */
export const started = { ...unpacked, [nodeId]: "node-7" };

/** Runs `prepare` with a request about this home. */
export function prepare(
  program: string,
  home: Home,
  lines: readonly RequestLine[],
  session: Session = {},
  profile = "apim-analytics-2.1.0",
): Promise<Finished> {
  const places = nodeIdLines(nodeIdPlaces(requireProfile(profile)));
  const request: RequestLine[] = [
    ["home", home.path],
    ["incoming", "nobody-here", ".node1"],
    ...places,
    ...lines,
  ];
  return runShell(program, scriptWithRequest(RemoteScript.Prepare, request), session);
}

/** Files as they were copied to the node, in the home of its login user. */
export class LoginHome {
  readonly folder = mkdtempSync(path.join(tmpdir(), "login-"));
  readonly session: Session = { environment: { ...process.env, HOME: this.folder } };

  /** @param digest of what was to arrive */
  copy(text: string, digest = sha256(text)): string {
    writeFileSync(path.join(this.folder, `.node1-${digest}`), text);
    return digest;
  }
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Something that runs with its pid recorded in the home and the home on its command line, as the product does. */
export const runningProduct = (home: Home, script: string) =>
  `tail -f ${home.path}/repository/conf/carbon.xml >/dev/null 2>&1 & product=$!\nprintf %s "$product" >${home.path}/wso2carbon.pid\n` +
  `trap 'kill $product' EXIT\n${script}`;

/**
 * A program that runs the script on its standard input in a mount namespace of its own, between `before` and `after`, as
 * often as `times` says.
 */
export function inMountNamespace(shell: string, before: string, after = "", times = 1): string {
  const folder = mkdtempSync(path.join(tmpdir(), "namespace-"));
  const program = path.join(folder, "program");
  const runs = Array.from({ length: times }, () => `${shell} -s <${folder}/script`).join("\n");
  const inside = `set -e\n${before}\n${runs}\n${after}\n`;
  writeFileSync(path.join(folder, "inside"), inside);
  writeFileSync(program, `#!/bin/sh\ncat >${folder}/script\nexec unshare -m sh ${folder}/inside\n`);
  chmodSync(program, 0o755);
  return program;
}

export const pruningScript = () => shell("prunePersistence");
