import type { ResourceKind } from "../protocol/plugin";
import type { PropertyMap } from "../protocol/propertyValue";
import { type MysqlConfiguration, type MysqlSession, withConnection } from "./mysqlConnection";
import { changedNames, checkInputs, previewed, textOf, updates } from "./mysqlInput";
import { identifier } from "./sqlText";

const defaults: PropertyMap = { defaultCharacterSet: "utf8", defaultCollation: "utf8_general_ci" };
const properties = ["name", "defaultCharacterSet", "defaultCollation"];

/** `mysql:index/database:Database`. Its id is its name. */
export function mysqlDatabase(configuration: () => MysqlConfiguration): ResourceKind {
  return {
    check({ news }) {
      const { inputs, failures = [] } = checkInputs(news, defaults, []);
      if (news.name !== undefined) return { inputs, failures };
      return {
        inputs,
        failures: [...failures, { property: "name", reason: "the offline mysql plugin needs a name" }],
      };
    },

    diff({ outputs }, news) {
      const changed = changedNames(outputs, news, properties);
      return { ...updates(changed, ["name"]), deleteBeforeReplace: changed.includes("name") };
    },

    async create({ inputs, preview }) {
      const id = textOf(inputs, "name");
      if (preview) return { id: "", outputs: previewed(inputs) };
      return withConnection(configuration(), async (session) => {
        await session.execute(databaseStatement("CREATE", inputs));
        return { id, outputs: await databaseState(session, id) };
      });
    },

    async read({ id, inputs }) {
      const outputs = await withConnection(configuration(), (session) => readDatabase(session, id));
      if (outputs === undefined) return undefined;
      const { id: _, ...found } = outputs;
      const imported = Object.keys(inputs).length === 0;
      return { id, outputs, inputs: imported ? { ...found, __defaults: [] } : found };
    },

    async update({ old, inputs, preview }) {
      if (preview) return previewed(inputs);
      return withConnection(configuration(), async (session) => {
        await session.execute(databaseStatement("ALTER", inputs));
        return databaseState(session, old.id);
      });
    },

    async delete({ old }) {
      await withConnection(configuration(), (session) =>
        session.execute(`DROP DATABASE ${identifier(old.id)}`),
      );
    },
  };
}

function databaseStatement(verb: "CREATE" | "ALTER", inputs: PropertyMap): string {
  const characterSet = textOf(inputs, "defaultCharacterSet");
  const collation = textOf(inputs, "defaultCollation");
  return [
    `${verb} DATABASE ${identifier(textOf(inputs, "name"))}`,
    characterSet === "" ? "" : `CHARACTER SET ${identifier(characterSet)}`,
    collation === "" ? "" : `COLLATE ${identifier(collation)}`,
  ].join(" ");
}

async function databaseState(session: MysqlSession, name: string): Promise<PropertyMap> {
  const state = await readDatabase(session, name);
  if (state === undefined) throw new Error(`the database ${name} is gone`);
  return state;
}

async function readDatabase(session: MysqlSession, name: string): Promise<PropertyMap | undefined> {
  let created: string;
  try {
    const [row] = await session.execute(`SHOW CREATE DATABASE ${identifier(name)}`);
    created = String(row?.["Create Database"]);
  } catch (error) {
    const { message } = error as Error;
    if (message.startsWith("Error 1049 ")) return undefined;
    throw new Error(`Error during show create database: ${message}`);
  }
  const defaultCharacterSet = /CHARACTER SET (\S+)/.exec(created)?.[1] ?? "";
  // The server leaves out a collation that is its character set's default.
  const named = /COLLATE (\S+)/.exec(created)?.[1];
  const defaultCollation = named ?? (await defaultCollationOf(session, defaultCharacterSet));
  return { id: name, name, defaultCharacterSet, defaultCollation };
}

async function defaultCollationOf(session: MysqlSession, characterSet: string): Promise<string> {
  // Asked for its failure on MariaDB, where the real plugin does not work either.
  await session.version();
  const query = "SHOW COLLATION WHERE `Charset` = ? AND `Default` = 'Yes'";
  const [row] = await session.execute(query, [characterSet]);
  if (row === undefined) throw new Error(`Charset ${characterSet} has no default collation`);
  return String(row.Collation);
}
