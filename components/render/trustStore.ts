import { createHash, X509Certificate } from "node:crypto";

/**
 * The certificates of a PEM bundle as a Java trust store in JKS form, with an empty password: Connector/J 5.1.49 opens
 * it with that unless it is given another, and nothing in it is secret. (`sun.security.provider.JavaKeyStore`.)
 *
 * The same bundle always gives the same bytes.
 *
 * @param alias begins the names of the certificates
 * @throws Error where the text holds no certificate, or one that cannot be read
 */
export function trustStore(bundle: string, alias = "ca"): Buffer {
  const certificates = bundle.split(begin).slice(1).map(certificate);
  if (certificates.length === 0) throw new Error("no certificate in it");
  const entries = certificates.map((pem, index) =>
    entry(`${alias}-${index + 1}`, new X509Certificate(pem).raw),
  );
  const content = Buffer.concat([integer(0xfeedfeed), integer(2), integer(entries.length), ...entries]);
  return Buffer.concat([content, createHash("sha1").update("Mighty Aphrodite").update(content).digest()]);
}

const begin = "-----BEGIN CERTIFICATE-----";
const end = "-----END CERTIFICATE-----";

/** @param text what follows `begin` */
function certificate(text: string): string {
  const length = text.indexOf(end);
  if (length === -1) throw new Error("a certificate in it has no end");
  return begin + text.slice(0, length) + end;
}

function entry(alias: string, certificate: Buffer): Buffer {
  const trusted = 2;
  const madeAt = Buffer.alloc(8);
  return Buffer.concat([
    integer(trusted),
    text(alias),
    madeAt,
    text("X.509"),
    integer(certificate.length),
    certificate,
  ]);
}

function integer(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** Java's `writeUTF`, for ASCII. */
function text(value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(value.length);
  return Buffer.concat([length, Buffer.from(value, "ascii")]);
}
