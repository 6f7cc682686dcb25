import { insideSecret, isMap, type PropertyMap, type PropertyValue, secret } from "../protocol/propertyValue";

const defaults: PropertyMap = { user: "root", port: 22, dialErrorLimit: 10, perDialTimeout: 15 };
const secretNames: readonly string[] = ["password", "privateKey", "privateKeyPassword"];

/** A `connection` as Check returns it: secret, its keys and passwords secret too, defaults filled in. */
export function checkConnection(connection: PropertyValue): PropertyValue {
  return secret(insideSecret(connection, (value) => (isMap(value) ? withProxy(value) : value)));
}

function withProxy(connection: PropertyMap): PropertyMap {
  const checked = checkEndpoint(connection);
  const { proxy } = checked;
  if (proxy === undefined) return checked;
  return { ...checked, proxy: insideSecret(proxy, (value) => (isMap(value) ? checkEndpoint(value) : value)) };
}

function checkEndpoint(endpoint: PropertyMap): PropertyMap {
  const checked = { ...defaults, ...endpoint };
  for (const name of secretNames) {
    const value = checked[name];
    if (value !== undefined) checked[name] = secret(value);
  }
  return checked;
}
