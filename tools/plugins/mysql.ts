import type { MysqlConfiguration } from "./mysql/mysqlConnection";
import { mysqlDatabase } from "./mysql/mysqlDatabase";
import { mysqlGrant } from "./mysql/mysqlGrant";
import { textOf } from "./mysql/mysqlInput";
import { mysqlUser } from "./mysql/mysqlUser";
import { namedFailures } from "./mysql/namedFailures";
import type { CheckFailure, Plugin } from "./protocol/plugin";
import { ChangeKind } from "./protocol/propertyDiff";
import { isUnknown, type PropertyMap, reveal, sameValue } from "./protocol/propertyValue";
import { servePlugin } from "./protocol/server";

/** The slice of pulumi-resource-mysql that the library uses, for machines that cannot download the real one. */
function mysqlPlugin(): Plugin {
  let configuration: MysqlConfiguration | undefined;
  const configured = (): MysqlConfiguration => {
    if (configuration === undefined)
      throw new Error("the provider is not configured: its endpoint is not known yet");
    return configuration;
  };
  return {
    name: "mysql",
    version: "3.3.2",
    resources: {
      "mysql:index/database:Database": namedFailures(mysqlDatabase(configured)),
      "mysql:index/user:User": namedFailures(mysqlUser(configured)),
      "mysql:index/grant:Grant": namedFailures(mysqlGrant(configured)),
    },
    checkConfiguration: (inputs) => ({
      inputs,
      failures: configurationFailures({ ...environmentDefaults(), ...inputs }),
    }),
    diffConfiguration(olds, news) {
      const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
      const changed = names.filter(
        (name) => !name.startsWith("__") && !isUnknown(news[name]) && !sameValue(olds[name], news[name]),
      );
      return { changes: new Map(changed.map((name) => [name, ChangeKind.Update])), replaces: [] };
    },
    configure(given) {
      const inputs = { ...environmentDefaults(), ...given };
      const tls = textOf(inputs, "tls");
      configuration = {
        endpoint: textOf(inputs, "endpoint"),
        username: textOf(inputs, "username"),
        password: textOf(inputs, "password"),
        proxy: textOf(inputs, "proxy") || undefined,
        tls: tls === "true" || tls === "skip-verify" ? tls : "false",
      };
    },
  };
}

function environmentDefaults(): PropertyMap {
  const { MYSQL_TLS_CONFIG, ALL_PROXY, all_proxy, MYSQL_ENDPOINT, MYSQL_USERNAME, MYSQL_PASSWORD } =
    process.env;
  const proxy = ALL_PROXY || all_proxy;
  return {
    tls: MYSQL_TLS_CONFIG || "false",
    ...(proxy && { proxy }),
    ...(MYSQL_ENDPOINT && { endpoint: MYSQL_ENDPOINT }),
    ...(MYSQL_USERNAME && { username: MYSQL_USERNAME }),
    ...(MYSQL_PASSWORD && { password: MYSQL_PASSWORD }),
  };
}

const tlsModes: readonly string[] = ["true", "false", "skip-verify"];

function configurationFailures(inputs: PropertyMap): CheckFailure[] {
  const problems: string[] = [];
  const value = (name: string) => reveal(inputs[name]);
  if (value("endpoint") === "") problems.push("Endpoint must not be an empty string");
  const proxy = value("proxy");
  if (typeof proxy === "string" && !isUnknown(proxy) && !/^socks5h?:\/\/.*:\d+$/.test(proxy)) {
    problems.push("invalid value for proxy (The proxy URL is not a valid socks url.)");
  }
  const tls = value("tls");
  if (typeof tls === "string" && !isUnknown(tls) && !tlsModes.includes(tls)) {
    problems.push(`expected tls to be one of [${tlsModes.join(" ")}], got ${tls}`);
  }
  if (value("authenticationPlugin") === "cleartext") {
    problems.push("the offline mysql plugin has no authenticationPlugin cleartext; use the real plugin");
  }
  const missing = ["endpoint", "username"].filter((name) => inputs[name] === undefined);
  return [
    ...missing.map((name) => `Missing required property '${name}'`),
    ...problems.map((problem) => `could not validate provider configuration: ${problem}`),
  ].map((reason) => ({ property: "", reason }));
}

void servePlugin(mysqlPlugin(), process.argv[2] ?? "");
