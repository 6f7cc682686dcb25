import { generateKeyPairSync, randomBytes } from "node:crypto";

/** An SSH key pair, as `ssh-keygen` writes the two. */
export interface SshKeyPair {
  /** OpenSSH form; Amazon Linux's OpenSSH 8.7 reads ed25519 in no other. */
  privateKey: string;
  /** `ssh-ed25519 AAAA…` */
  publicKey: string;
}

const type = "ssh-ed25519";

/** A new ed25519 pair without a passphrase. (PROTOCOL.key of OpenSSH.) */
export function sshKeyPair(): SshKeyPair {
  const { x, d } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const publicPart = Buffer.from(x ?? "", "base64url");
  const privatePart = Buffer.from(d ?? "", "base64url");
  const publicKey = Buffer.concat([field(type), field(publicPart)]);
  const check = randomBytes(4);
  const secrets = padded(
    Buffer.concat([
      check,
      check,
      field(type),
      field(publicPart),
      field(Buffer.concat([privatePart, publicPart])),
      field(""),
    ]),
  );
  const file = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    field("none"),
    field("none"),
    field(""),
    number(1),
    field(publicKey),
    field(secrets),
  ]);
  const lines = file.toString("base64").match(/.{1,70}/g) ?? [];
  return {
    privateKey: [
      "-----BEGIN OPENSSH PRIVATE KEY-----",
      ...lines,
      "-----END OPENSSH PRIVATE KEY-----",
      "",
    ].join("\n"),
    publicKey: `${type} ${publicKey.toString("base64")}`,
  };
}

function field(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([number(bytes.length), bytes]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** To a multiple of eight, with 1, 2, 3, … */
function padded(bytes: Buffer): Buffer {
  const missing = (8 - (bytes.length % 8)) % 8;
  return Buffer.concat([bytes, Buffer.from(Array.from({ length: missing }, (_, index) => index + 1))]);
}
