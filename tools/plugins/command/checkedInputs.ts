import type { CheckFailure, CheckResult } from "../protocol/plugin";
import {
  insideSecret,
  isMap,
  isSecret,
  isUnknown,
  mapValues,
  type PropertyMap,
  type PropertyValue,
  reveal,
  secret,
} from "../protocol/propertyValue";
import { checkConnection, connectionProblem } from "./connectionInput";

/**
 * Inputs as Check returns them. A secret that is not known yet comes out empty, as from the real plugin, so that a
 * preview takes it for a change to nothing.
 *
 * @param type the name that the real plugin has for the inputs, for example `CommandInputs`
 */
export function checkInputs(type: string, news: PropertyMap): CheckResult {
  const failures = connectionFailures(type, news.connection);
  const inputs = mapEntries(news, (name, value) => emptyIfUnknown(value, emptyValues[name] ?? ""));
  const { environment, connection } = inputs;
  if (environment !== undefined) inputs.environment = insideSecret(environment, emptyMembers);
  if (connection !== undefined) inputs.connection = checkConnection(insideSecret(connection, emptyMembers));
  return { inputs, failures };
}

const emptyValues: PropertyMap = { triggers: [], connection: { host: "" } };

function emptyMembers(value: PropertyValue): PropertyValue {
  return isMap(value) ? mapValues(value, (member) => emptyIfUnknown(member, "")) : value;
}

function emptyIfUnknown(value: PropertyValue, empty: PropertyValue): PropertyValue {
  return isSecret(value) && isUnknown(reveal(value)) ? secret(empty) : value;
}

function connectionFailures(type: string, connection: PropertyValue | undefined): CheckFailure[] {
  const value = reveal(connection);
  const reason =
    value === undefined || value === null
      ? `Missing required field 'connection' on 'remote.${type}'`
      : connectionProblem(value, `${type}.connection`);
  return reason === undefined ? [] : [{ property: "connection", reason }];
}

function mapEntries(
  map: PropertyMap,
  change: (name: string, value: PropertyValue) => PropertyValue,
): PropertyMap {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(name, value)]));
}
