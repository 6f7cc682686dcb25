import type { XmlElement } from "../edit/xmlDocument";

/** The settings of a datasource (`RDBMSConfiguration`) that mean the same with every database: its pool and its timeouts. */
const portable: ReadonlySet<string> = new Set([
  "url",
  "username",
  "password",
  "driverClassName",
  "validationQuery",
  "defaultAutoCommit",
  "defaultTransactionIsolation",
  "maxActive",
  "maxIdle",
  "minIdle",
  "initialSize",
  "maxWait",
  "testOnBorrow",
  "testOnReturn",
  "testWhileIdle",
  "validationInterval",
  "validationQueryTimeout",
  "timeBetweenEvictionRunsMillis",
  "numTestsPerEvictionRun",
  "minEvictableIdleTimeMillis",
  "accessToUnderlyingConnectionAllowed",
  "removeAbandoned",
  "removeAbandonedTimeout",
  "abandonWhenPercentageFull",
  "suspectTimeout",
  "logAbandoned",
  "maxAge",
  "jmxEnabled",
  "fairQueue",
  "useEquals",
]);

/** Settings that lead to another server or database than URL and driver do: a datasource class is used in their place. */
const redirecting: ReadonlySet<string> = new Set([
  "dataSourceClassName",
  "dataSourceProps",
  "defaultCatalog",
]);

export function isPortable({ name }: XmlElement): boolean {
  return portable.has(name);
}

export function redirects({ name }: XmlElement): boolean {
  return redirecting.has(name);
}

/** Whether a datasource with these settings used MySQL's driver, so that they are written for MySQL. */
export function isConnectorJ(settings: readonly XmlElement[]): boolean {
  return settings.some(
    ({ name, text }) =>
      (name === "driverClassName" || name === "dataSourceClassName") &&
      /^\s*(com\.mysql\.|org\.gjt\.mm\.mysql\.)/.test(text),
  );
}
