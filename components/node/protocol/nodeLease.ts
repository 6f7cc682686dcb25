import { randomBytes } from "node:crypto";
import { base64, RemoteScript, scriptWithRequest } from "../remoteScript";
import { quotedText } from "./quotedText";

/** Seconds after which a node is free again that hears nothing from its deployer. */
export const leaseSilenceSeconds = 30;

export type NodeLeaseReply =
  | { kind: "held" }
  /** Another deployer has it; `holder` says who, and since when. */
  | { kind: "taken"; holder: string }
  /** Nothing can be kept beside the home. */
  | { kind: "none" };

/** A request for a node, and the way to tell its reply from anything else that a host may print. */
export interface NodeLeaseRequest {
  script: string;
  /** @returns undefined if the line is not the reply to this request */
  parse(line: string): NodeLeaseReply | undefined;
}

/**
 * @param home the product home
 * @param deployer says for people who asks
 */
export function leaseRequest(home: string, deployer: string): NodeLeaseRequest {
  const nonce = randomBytes(12).toString("hex");
  const script = scriptWithRequest(RemoteScript.Lease, [
    ["nonce", nonce],
    ["home", home],
    ["deployer", base64(deployer)],
    ["silence", leaseSilenceSeconds],
  ]);
  return { script, parse: (line) => parseReply(line, nonce) };
}

function parseReply(line: string, nonce: string): NodeLeaseReply | undefined {
  const [key, of, kind, text = ""] = line.split(" ");
  if (key !== "lease" || of !== nonce) return undefined;
  if (kind === "taken") return { kind, holder: quotedText(text) || "another deployer" };
  return kind === "held" || kind === "none" ? { kind } : undefined;
}
