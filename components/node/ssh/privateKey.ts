import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";

/**
 * A private key in a form that ssh2 reads: it knows no PKCS#8, in which openssl writes keys.
 *
 * @throws Error for a key that cannot be used
 */
export function readablePrivateKey(text: string): string {
  const key = text.trim();
  if (key.startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----"))
    throw new Error(
      "the private key is encrypted in PKCS#8; give it in OpenSSH's form, as ssh-keygen -p writes it",
    );
  return key.startsWith("-----BEGIN PRIVATE KEY-----") ? fromPkcs8(key) : key;
}

function fromPkcs8(text: string): string {
  const key = parsed(text);
  switch (key?.asymmetricKeyType) {
    case "rsa":
      return key.export({ format: "pem", type: "pkcs1" }).toString();
    case "ec":
      return key.export({ format: "pem", type: "sec1" }).toString();
    case "ed25519":
      return ed25519(key);
    default:
      throw new Error("the private key is not an RSA, ECDSA or ed25519 key; give one of those");
  }
}

function parsed(text: string): KeyObject | undefined {
  try {
    return createPrivateKey(text);
  } catch {
    return undefined;
  }
}

/** In OpenSSH's form (PROTOCOL.key of OpenSSH), which is the only other one for such a key. */
function ed25519(key: KeyObject): string {
  const type = "ssh-ed25519";
  const seed = key.export({ format: "der", type: "pkcs8" }).subarray(-32);
  const point = createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32);
  const secret = Buffer.concat([
    Buffer.alloc(8),
    ...[type, point, Buffer.concat([seed, point]), ""].map(field),
  ]);
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7]).subarray(0, (8 - (secret.length % 8)) % 8);
  const whole = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    ...["none", "none", ""].map(field),
    Buffer.from([0, 0, 0, 1]),
    field(Buffer.concat([type, point].map(field))),
    field(Buffer.concat([secret, padding])),
  ]);
  const lines = whole.toString("base64").replace(/.{70}/g, "$&\n").trimEnd();
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----`;
}

function field(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
