import type { Input } from "@pulumi/pulumi";
import { requiredTls, verifiedTls } from "../product";

/** How the product's connections to MySQL are protected. */
export const DatabaseTls = { Verified: "verified", Encrypted: "encrypted", Off: "off" } as const;
export type DatabaseTls = (typeof DatabaseTls)[keyof typeof DatabaseTls];

/** Connector/J 5.1.49's parameters. */
export function tlsParameters(tls: DatabaseTls, trustStoreUrl: Input<string>): Record<string, Input<string>> {
  switch (tls) {
    case DatabaseTls.Off:
      // A server since 8.0 hands out the key that encrypts a password on its way.
      return { useSSL: "false", allowPublicKeyRetrieval: "true" };
    case DatabaseTls.Encrypted:
      return { ...requiredTls, verifyServerCertificate: "false" };
    case DatabaseTls.Verified:
      return verifiedTls(trustStoreUrl);
  }
}
