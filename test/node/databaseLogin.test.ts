import { expect, it } from "vitest";
import { databaseLogin, loginLine } from "../../components/node/databaseLogin";

it("a bundle of certificates is told to a node as TLS", () => {
  const database = { host: "db", username: "wso2", password: "secret", caBundle: "./ca.pem" };
  expect(loginLine("login", databaseLogin(database, database)).at(-1)).toBe("yes");
});

it.each([
  [undefined, "no"],
  [{ allowPublicKeyRetrieval: "true" }, "key"],
  [{ serverRSAPublicKeyFile: "/etc/mysql-public.pem" }, "key"],
  [{ useSSL: "true", allowPublicKeyRetrieval: "true" }, "yes"],
  [{ useSSL: "false", allowPublicKeyRetrieval: "false" }, "no"],
])("JDBC parameters %j are told to a node as %s", (jdbcParameters, told) => {
  const database = { host: "db", username: "wso2", password: "secret", jdbcParameters };
  expect(loginLine("login", databaseLogin(database, database)).at(-1)).toBe(told);
});
