import type { DatabaseDescription } from "../description";

/** Where a node's home has the trust store that is made from `database.caBundle`. */
export const trustStorePath = "repository/resources/security/mysql-truststore.jks";

/**
 * Parameters with which Connector/J 5.1.49 demands TLS and a certificate of the trust store. Newer JVMs refuse what it would
 * otherwise offer first, hence the protocol; the store has an empty password, with which the driver opens it unless it is given
 * another.
 */
export function verifiedTls<T>(trustStoreUrl: T): Record<string, string | T> {
  return {
    ...requiredTls,
    verifyServerCertificate: "true",
    trustCertificateKeyStoreUrl: trustStoreUrl,
    trustCertificateKeyStoreType: "JKS",
  };
}

export const requiredTls = { useSSL: "true", requireSSL: "true", enabledTLSProtocols: "TLSv1.2" };

/** The parameters of the JDBC URLs to `database` on a node with that home, but for those that every URL has. */
export function jdbcParameters(
  { caBundle, jdbcParameters }: DatabaseDescription,
  home: string,
): Record<string, string> {
  return {
    ...(caBundle === undefined ? {} : verifiedTls(`file:${home}/${trustStorePath}`)),
    ...jdbcParameters,
  };
}
