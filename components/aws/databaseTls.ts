import type { Input } from "@pulumi/pulumi";

/** How the product's connections to MySQL are protected. */
export const DatabaseTls = { Verified: "verified", Encrypted: "encrypted", Off: "off" } as const;
export type DatabaseTls = (typeof DatabaseTls)[keyof typeof DatabaseTls];

/**
 * Connector/J 5.1.49's parameters. Newer JVMs refuse what it would otherwise offer first, hence the protocol; the trust
 * store is a file of the node's, made with an empty password because the driver then needs to be given none.
 */
export function tlsParameters(tls: DatabaseTls, trustStoreUrl: Input<string>): Record<string, Input<string>> {
  switch (tls) {
    case DatabaseTls.Off:
      // A server since 8.0 hands out the key that encrypts a password on its way.
      return { useSSL: "false", allowPublicKeyRetrieval: "true" };
    case DatabaseTls.Encrypted:
      return { ...required, verifyServerCertificate: "false" };
    case DatabaseTls.Verified:
      return {
        ...required,
        verifyServerCertificate: "true",
        trustCertificateKeyStoreUrl: trustStoreUrl,
        trustCertificateKeyStoreType: "JKS",
      };
  }
}

const required = { useSSL: "true", requireSSL: "true", enabledTLSProtocols: "TLSv1.2" };
