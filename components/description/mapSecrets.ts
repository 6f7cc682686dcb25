import { secretArguments } from "./generated/secretArguments";

/** Whether a JDBC parameter holds a secret, for example `trustCertificateKeyStorePassword`. */
export function isSecretParameter(name: string): boolean {
  return /password/i.test(name);
}

/**
 * The description, or the arguments it comes from, with every secret that is given replaced. What is not given stays
 * not given.
 */
export function mapSecrets<T>(description: T, replace: (secret: unknown) => unknown): T {
  return mapValue(description, replace) as T;
}

function mapValue(value: unknown, replace: (secret: unknown) => unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => mapValue(item, replace));
  }
  if (!hasKeys(value)) {
    return value;
  }
  const entries = Object.entries(value).map(([key, child]) => {
    const secret = secretArguments.has(key) || isSecretParameter(key) || (key === "value" && isMarked(value));
    return [key, secret && child !== undefined ? replace(child) : mapValue(child, replace)];
  });
  return Object.fromEntries(entries);
}

/** An override marked as secret; the mark may not be known yet. */
function isMarked(override: Record<string, unknown>): boolean {
  return override.secret !== undefined && override.secret !== false;
}

/** Keys and values, also those of a class: neither a list nor something that stands for a value, such as a Pulumi output. */
export function hasKeys(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { apply, then } = value as Record<string, unknown>;
  return typeof apply !== "function" && typeof then !== "function";
}
