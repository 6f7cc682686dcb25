import { createHash } from "node:crypto";

/** The types of host keys that the command plugin verifies too: of RSA keys it knows only signatures that no server makes any more. */
export const verifiableKeyTypes = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
] as const;

/** A public key as it comes from a host, as `authorized_keys` has it. */
export function keyText(key: Buffer): string {
  const type = key.subarray(4, 4 + key.readUInt32BE(0)).toString("latin1");
  return `${type} ${key.toString("base64")}`;
}

/** Of a key as in `authorized_keys`, as `ssh-keygen -l` prints it. */
export function fingerprint(key: string): string {
  const [, base64 = ""] = key.split(" ");
  const digest = createHash("sha256").update(Buffer.from(base64, "base64")).digest("base64");
  return `SHA256:${digest.replace(/=+$/, "")}`;
}
