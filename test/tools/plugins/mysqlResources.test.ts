import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { mysqlDatabase } from "../../../tools/plugins/mysql/mysqlDatabase";
import { mysqlGrant } from "../../../tools/plugins/mysql/mysqlGrant";
import { mysqlUser } from "../../../tools/plugins/mysql/mysqlUser";
import type { ResourceKind, ResourceState } from "../../../tools/plugins/protocol/plugin";
import {
  type PropertyMap,
  reveal,
  secret,
  unknownValue,
} from "../../../tools/plugins/protocol/propertyValue";
import { useMysqlServer } from "./mysqlServer";
import { operation } from "./operation";

const mysql = useMysqlServer();
const configuration = () => mysql().configuration;
const databases = mysqlDatabase(configuration);
const users = mysqlUser(configuration);
const grants = mysqlGrant(configuration);

const checked = (kind: ResourceKind, news: PropertyMap) => kind.check({ name: "it", olds: {}, news }).inputs;
const create = (kind: ResourceKind, news: PropertyMap) =>
  kind.create({ ...operation(), inputs: checked(kind, news), preview: false });
const update = async (kind: ResourceKind, { id, outputs }: ResourceState, news: PropertyMap) => {
  const old = { id, inputs: {}, outputs };
  return {
    id,
    outputs:
      (await kind.update?.({ ...operation(), old, inputs: checked(kind, news), preview: false })) ?? {},
  };
};
const remove = (kind: ResourceKind, { id, outputs }: ResourceState) =>
  kind.delete?.({ ...operation(), old: { id, inputs: {}, outputs } });
const read = (kind: ResourceKind, { id, outputs }: ResourceState) =>
  kind.read?.({ ...operation(), id, inputs: outputs, outputs });
const changes = (kind: ResourceKind, { id, outputs }: ResourceState, news: PropertyMap) => {
  const diff = kind.diff({ id, inputs: {}, outputs }, checked(kind, news));
  return { ...diff, changes: Object.fromEntries(diff.changes) };
};
const granted = async (user: string) =>
  (await mysql().query(`SHOW GRANTS FOR '${user}'@'127.0.0.1'`)).map(([grant]) => String(grant)).slice(1);

describe("a database", () => {
  const latin1 = { name: "events", defaultCharacterSet: "latin1", defaultCollation: "latin1_swedish_ci" };

  test("is made, changed in place, read back and dropped", async () => {
    const made = await create(databases, latin1);
    expect(made).toEqual({ id: "events", outputs: { id: "events", ...latin1 } });
    const binary = { ...latin1, defaultCollation: "latin1_bin" };
    expect(changes(databases, made, binary)).toMatchObject({ changes: { defaultCollation: "update" } });
    const changed = await update(databases, made, binary);
    expect(changed.outputs.defaultCollation).toBe("latin1_bin");
    await mysql().query("ALTER DATABASE events CHARACTER SET utf8");
    expect((await read(databases, changed))?.outputs).toMatchObject({
      defaultCharacterSet: "utf8",
      defaultCollation: "utf8_general_ci",
    });
    await remove(databases, changed);
    expect(await read(databases, changed)).toBeUndefined();
  });

  test("gets the real plugin's character set when none is given", () => {
    expect(checked(databases, { name: "x" })).toEqual({
      name: "x",
      defaultCharacterSet: "utf8",
      defaultCollation: "utf8_general_ci",
      __defaults: ["defaultCharacterSet", "defaultCollation"],
    });
  });

  test("that is renamed is dropped before it is made again", async () => {
    const state = { id: "events", outputs: { id: "events", ...latin1 } };
    expect(changes(databases, state, { ...latin1, name: "other" })).toEqual({
      changes: { name: "update" },
      replaces: ["name"],
      deleteBeforeReplace: true,
    });
  });

  test("that is there already is refused, and can be imported", async () => {
    await mysql().query("CREATE DATABASE `there` CHARACTER SET latin1");
    await expect(create(databases, { ...latin1, name: "there" })).rejects.toThrow(
      "Error 1007 (HY000): Can't create database 'there'; database exists",
    );
    const imported = await databases.read?.({ ...operation(), id: "there", inputs: {}, outputs: {} });
    expect(imported?.inputs).toEqual({ ...latin1, name: "there", __defaults: [] });
    expect(await databases.read?.({ ...operation(), id: "absent", inputs: {}, outputs: {} })).toBeUndefined();
  });

  test("may have any name that MySQL takes", async () => {
    const made = await create(databases, { ...latin1, name: "a `b`; DROP" });
    expect((await mysql().query("SHOW DATABASES")).flat()).toContain("a `b`; DROP");
    await remove(databases, made);
  });
});

describe("a user", () => {
  const user = { user: "runtime", host: "127.0.0.1", plaintextPassword: secret("first") };

  test("logs in, gets a new password in place and is dropped", async () => {
    const made = await create(users, user);
    expect(made.id).toBe("runtime@127.0.0.1");
    expect(await mysql().mayLogIn("runtime", "first")).toBe(true);
    const news = { ...user, plaintextPassword: secret("second") };
    expect(changes(users, made, news)).toMatchObject({ changes: { plaintextPassword: "update" } });
    const changed = await update(users, made, news);
    expect(await mysql().mayLogIn("runtime", "first")).toBe(false);
    expect(await mysql().mayLogIn("runtime", "second")).toBe(true);
    expect(changes(users, changed, news)).toMatchObject({ changes: {} });
    await remove(users, changed);
    expect(await mysql().mayLogIn("runtime", "second")).toBe(false);
  });

  test("has only the password's hash in its state, as a secret", async () => {
    const made = await create(users, { ...user, plaintextPassword: "plain" });
    expect(made.outputs.plaintextPassword).toEqual(
      secret(createHash("sha256").update("plain").digest("hex")),
    );
    expect(JSON.stringify(made)).not.toContain('"plain"');
    await remove(users, made);
  });

  test("keeps any password without ' and \\, non-ASCII too", async () => {
    const password = 'a&<>"=#;:%{}$`é漢';
    const made = await create(users, { ...user, plaintextPassword: password });
    expect(await mysql().mayLogIn("runtime", password)).toBe(true);
    await remove(users, made);
  });

  test("with ' in its password is refused without showing any of it; \\ is swallowed by the server", async () => {
    const quoted = create(users, { ...user, plaintextPassword: "head'tail" });
    await expect(quoted).rejects.toThrow(/^Error 1064 \(42000\): You have an error in your SQL syntax/);
    await expect(quoted).rejects.not.toThrow(/head|tail/);
    const open = create(users, { ...user, plaintextPassword: "ends\\" });
    await expect(open).rejects.toThrow("Error 1064");
    await expect(open).rejects.not.toThrow("ends");
    const made = await create(users, { ...user, plaintextPassword: "a\\bcd\\\\" });
    expect(await mysql().mayLogIn("runtime", "a\bcd\\")).toBe(true);
    await remove(users, made);
  });

  test("of another name or host, or with another TLS option, is another user", async () => {
    const state = { id: "runtime@127.0.0.1", outputs: { ...user, tlsOption: "NONE" } };
    const news = { user: "other", host: "10.0.0.1", tlsOption: "SSL" };
    expect(changes(users, state, news).replaces).toEqual(["user", "host", "tlsOption"]);
  });

  test("that is gone is noticed by its name; none can be imported", async () => {
    const made = await create(users, user);
    expect(await read(users, made)).toMatchObject({ id: made.id });
    expect(await users.read?.({ ...operation(), id: made.id, inputs: {}, outputs: {} })).toBeUndefined();
    await remove(users, made);
    expect(await read(users, made)).toBeUndefined();
  });

  test("with an unknown password is previewed without one", async () => {
    const inputs = checked(users, { ...user, plaintextPassword: unknownValue });
    const { outputs } = await users.create({ ...operation(), inputs, preview: true });
    expect(outputs).not.toHaveProperty("plaintextPassword");
    expect(reveal(outputs.host)).toBe("127.0.0.1");
  });
});

describe("a grant", () => {
  const grant = {
    user: "granted",
    host: "127.0.0.1",
    database: "one\\_db",
    privileges: ["SELECT", "INSERT"],
  };

  test("gives exactly its privileges on the escaped name, and takes them back", async () => {
    await mysql().query("CREATE USER 'granted'@'127.0.0.1'");
    const made = await create(grants, grant);
    expect(made.id).toBe("granted@127.0.0.1:`one\\_db`");
    expect(await granted("granted")).toEqual([
      "GRANT SELECT, INSERT ON `one\\_db`.* TO 'granted'@'127.0.0.1'",
    ]);
    expect(await read(grants, made)).toMatchObject({ id: made.id });
    await remove(grants, made);
    expect(await granted("granted")).toEqual([]);
  });

  test("loses what old and new have in common unless the old one is deleted first", async () => {
    const old = await create(grants, grant);
    const news = { ...grant, privileges: ["SELECT", "DELETE"] };
    await create(grants, news);
    await remove(grants, old);
    expect(await granted("granted")).toEqual(["GRANT DELETE ON `one\\_db`.* TO 'granted'@'127.0.0.1'"]);
  });

  test("is replaced by every change, and by no other order of its privileges", async () => {
    const state = { id: "g", outputs: { ...grant, table: "*", tlsOption: "NONE", grant: false } };
    expect(changes(grants, state, { ...grant, privileges: ["INSERT", "SELECT"] })).toMatchObject({
      changes: {},
    });
    expect(changes(grants, state, { ...grant, privileges: ["SELECT", "INSERT", "UPDATE"] })).toEqual({
      changes: { "privileges[2]": "add", privileges: "update" },
      replaces: ["privileges[2]"],
    });
    expect(changes(grants, state, { ...grant, host: unknownValue }).replaces).toEqual(["host"]);
  });

  test("needs privileges that MySQL knows", async () => {
    const { privileges: _, ...none } = grant;
    await expect(create(grants, none)).rejects.toThrow("One of privileges or roles is required");
    await expect(create(grants, { ...grant, privileges: ["NONSENSE"] })).rejects.toThrow(
      "Error running SQL (GRANT NONSENSE ON `one\\_db`.* TO 'granted'@'127.0.0.1' REQUIRE NONE): Error 1064 (42000)",
    );
    await expect(create(grants, { ...grant, privileges: ["SELECT ON *.* TO x; --"] })).rejects.toThrow(
      "Error 1064",
    );
  });

  test("that is revoked twice fails as in the real plugin, naming the statement", async () => {
    const state = { id: "g", outputs: { ...grant, database: "never", table: "*" } };
    await expect(remove(grants, state)).rejects.toThrow(
      "error revoking GRANT (REVOKE GRANT OPTION ON `never`.* FROM 'granted'@'127.0.0.1'): Error 1141 (42000)",
    );
  });
});
