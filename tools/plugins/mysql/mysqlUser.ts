import { createHash } from "node:crypto";
import type { ResourceKind } from "../protocol/plugin";
import { isUnknown, type PropertyMap, reveal, secret } from "../protocol/propertyValue";
import { isLater, type MysqlConfiguration, withConnection } from "./mysqlConnection";
import { changedNames, checkInputs, previewed, textOf, updates, withoutDefaultNames } from "./mysqlInput";
import { text } from "./sqlText";

const defaults: PropertyMap = { host: "localhost", tlsOption: "NONE" };
const replacing = ["user", "host", "tlsOption"];

/** `mysql:index/user:User`. The state holds the SHA-256 of the password; the id is `user@host`. */
export function mysqlUser(configuration: () => MysqlConfiguration): ResourceKind {
  return {
    check({ news }) {
      const { inputs, failures } = checkInputs(news, defaults, ["password", "authPlugin"]);
      const { plaintextPassword } = inputs;
      if (plaintextPassword !== undefined) inputs.plaintextPassword = secret(plaintextPassword);
      return { inputs, failures };
    },

    diff({ outputs }, news) {
      const wanted = { ...news, plaintextPassword: hashedPassword(news) };
      return updates(changedNames(outputs, wanted, [...replacing, "plaintextPassword"]), replacing);
    },

    async create({ inputs, preview }) {
      const id = `${textOf(inputs, "user")}@${textOf(inputs, "host")}`;
      if (preview) return { id: "", outputs: previewed(inputs) };
      await withConnection(configuration(), async (session) => {
        const identified = `IDENTIFIED BY ${text(textOf(inputs, "plaintextPassword"))}`;
        const tls = textOf(inputs, "tlsOption");
        const required =
          tls !== "" && isLater(await session.version(), [5, 7, 0]) ? ` REQUIRE ${tlsOption(tls)}` : "";
        await session.execute(`CREATE USER ${account(inputs)} ${identified}${required}`);
      });
      return { id, outputs: userState(id, inputs) };
    },

    async read({ id, inputs, outputs }) {
      // By the name in the state, whatever the host: an import has no state, so it never finds the user.
      const query = `SELECT USER FROM mysql.user WHERE USER=${text(textOf(outputs, "user"))}`;
      const rows = await withConnection(configuration(), (session) => session.execute(query));
      if (rows.length === 0) return undefined;
      // The hash takes the password's place among the inputs too, so that a second refresh reports an update.
      const { plaintextPassword } = outputs;
      return {
        id,
        inputs: plaintextPassword === undefined ? inputs : { ...inputs, plaintextPassword },
        outputs,
      };
    },

    async update({ old, inputs, preview }) {
      if (preview) return previewed(inputs);
      if (
        changedNames(old.outputs, { plaintextPassword: hashedPassword(inputs) }, ["plaintextPassword"])
          .length > 0
      ) {
        const password = text(textOf(inputs, "plaintextPassword"));
        await withConnection(configuration(), async (session) => {
          const alter = !isLater([5, 7, 6], await session.version());
          await session.execute(
            alter
              ? `ALTER USER ${account(inputs)} IDENTIFIED BY ${password}`
              : `SET PASSWORD FOR ${account(inputs)} = PASSWORD(${password})`,
          );
        });
      }
      return userState(old.id, inputs);
    },

    async delete({ old }) {
      await withConnection(configuration(), (session) =>
        session.execute(`DROP USER ${account(old.outputs)}`),
      );
    },
  };
}

/** `'user'@'host'`, as MySQL names an account. */
export function account(properties: PropertyMap): string {
  return `${text(textOf(properties, "user"))}@${text(textOf(properties, "host"))}`;
}

/** What stands behind REQUIRE, for example `NONE`, `SSL` or `X509`. */
export function tlsOption(option: string): string {
  if (!/^[A-Za-z0-9 ]+$/.test(option))
    throw new Error(`tlsOption: ${JSON.stringify(option)} is none of NONE, SSL, X509`);
  return option;
}

function userState(id: string, inputs: PropertyMap): PropertyMap {
  const state: PropertyMap = { ...withoutDefaultNames(inputs), id };
  const hash = hashedPassword(inputs);
  if (typeof hash === "string") state.plaintextPassword = secret(hash);
  return state;
}

function hashedPassword(inputs: PropertyMap): string | null {
  const password = reveal(inputs.plaintextPassword);
  if (typeof password !== "string") return null;
  return isUnknown(password) ? password : createHash("sha256").update(password).digest("hex");
}
