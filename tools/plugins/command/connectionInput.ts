import {
  insideSecret,
  isMap,
  type PropertyMap,
  type PropertyValue,
  reveal,
  secret,
} from "../protocol/propertyValue";

const defaults: PropertyMap = { user: "root", port: 22, dialErrorLimit: 10, perDialTimeout: 15 };
const secretNames: readonly string[] = ["password", "privateKey", "privateKeyPassword"];

/** A `connection` as Check returns it: secret, its keys and passwords secret too, defaults filled in. */
export function checkConnection(connection: PropertyValue): PropertyValue {
  return secret(insideSecret(connection, (value) => (isMap(value) ? withProxy(value) : value)));
}

/** What the connection lacks, in the real plugin's words; unknown ones lack nothing. */
export function connectionProblem(connection: PropertyValue, place: string): string | undefined {
  if (!isMap(connection)) return undefined;
  if (connection.host === undefined) return decodingProblem(place, missingHost("Connection"));
  const proxy = reveal(connection.proxy);
  if (!isMap(proxy) || proxy.host !== undefined) return undefined;
  const problem = decodingProblem("Connection.proxy", missingHost("ProxyConnection"));
  return decodingProblem(place, `proxy: ${problem}`);
}

function missingHost(type: string): string {
  return `host: Missing required field 'host' on 'remote.${type}'`;
}

function decodingProblem(place: string, problem: string): string {
  return `An error occurred decoding '${place}': 1 failures decoding:\n\t${problem}`;
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
