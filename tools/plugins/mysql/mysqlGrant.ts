import { crc32 } from "node:zlib";
import type { ResourceKind } from "../protocol/plugin";
import { ChangeKind } from "../protocol/propertyDiff";
import { isUnknown, type PropertyMap, reveal, unknownValue } from "../protocol/propertyValue";
import { isLater, type MysqlConfiguration, withConnection } from "./mysqlConnection";
import {
  changedNames,
  checkInputs,
  listOf,
  previewed,
  textOf,
  updates,
  withoutDefaultNames,
} from "./mysqlInput";
import { account, tlsOption } from "./mysqlUser";
import { identifier, privilege } from "./sqlText";

const defaults: PropertyMap = { host: "localhost", table: "*", tlsOption: "NONE" };
const scalars = ["user", "host", "database", "table", "grant", "tlsOption"];

/**
 * `mysql:index/grant:Grant`. Nothing of it can be changed in place. A replacement grants the new privileges and then
 * revokes the old ones, so that what is in both is lost, unless the resource has `deleteBeforeReplace`.
 */
export function mysqlGrant(configuration: () => MysqlConfiguration): ResourceKind {
  return {
    check({ news }) {
      const { inputs, failures } = checkInputs(news, defaults, ["role", "roles"]);
      if (isUnknown(inputs.privileges)) inputs.privileges = [unknownValue];
      return { inputs, failures };
    },

    diff({ outputs }, news) {
      const changed = changedNames(outputs, { ...news, grant: news.grant ?? false }, scalars);
      const { changes, replaces } = updates(changed, changed);
      const listed = privilegeChanges(outputs, news);
      return { changes: new Map([...changes, ...listed]), replaces: [...replaces, ...replacing(listed)] };
    },

    async create({ inputs, preview }) {
      const id = `${textOf(inputs, "user")}@${textOf(inputs, "host")}:${databaseName(inputs)}`;
      const outputs = grantState(inputs);
      if (preview) return { id: "", outputs: previewed(outputs) };
      await withConnection(configuration(), async (session) => {
        const hasRoles = isLater(await session.version(), [8, 0, 0]);
        const statement = grantStatement(inputs, hasRoles);
        await session.execute(statement).catch((error: Error) => {
          throw new Error(`Error running SQL (${statement}): ${error.message}`);
        });
      });
      return { id, outputs: { ...outputs, id } };
    },

    async read({ id, inputs, outputs }) {
      // Only whether the account exists: a grant changed by hand is not noticed.
      if (textOf(outputs, "user") === "") throw new Error("user with host or a role is required");
      return withConnection(configuration(), async (session) => {
        await session.version();
        const granted = await session.execute(`SHOW GRANTS FOR ${account(outputs)}`).catch(() => undefined);
        if (granted === undefined) return undefined;
        const { privileges } = outputs;
        return {
          id,
          inputs: privileges === undefined ? inputs : { ...inputs, privileges },
          outputs: { ...outputs, roles: [] },
        };
      });
    },

    delete: ({ old }) => revoke(configuration(), old.outputs),
  };
}

async function revoke(configuration: MysqlConfiguration, outputs: PropertyMap): Promise<void> {
  const rest = `ON ${target(outputs)} FROM ${account(outputs)}`;
  const privileges = privilegeList(outputs);
  await withConnection(configuration, async (session) => {
    await session.version();
    const option = `REVOKE GRANT OPTION ${rest}`;
    await session.execute(option).catch((error: Error) => {
      throw new Error(`error revoking GRANT (${option}): ${error.message}`);
    });
    const statement = `REVOKE ${privileges === "" ? "ALL" : privileges} ${rest}`;
    await session.execute(statement).catch((error: Error) => {
      throw new Error(`error revoking ALL (${statement}): ${error.message}`);
    });
  });
}

function grantStatement(inputs: PropertyMap, hasRoles: boolean): string {
  const privileges = privilegeList(inputs);
  if (privileges === "") throw new Error("One of privileges or roles is required");
  if (textOf(inputs, "user") === "" || textOf(inputs, "host") === "") {
    throw new Error("user with host or a role is required");
  }
  const statement = `GRANT ${privileges} ON ${target(inputs)} TO ${account(inputs)}`;
  // MySQL 8 takes neither there; the real plugin leaves the grant option out silently as well.
  if (hasRoles) return statement;
  const tls = textOf(inputs, "tlsOption");
  const required = tls === "" ? "" : ` REQUIRE ${tlsOption(tls)}`;
  return statement + required + (reveal(inputs.grant) === true ? " WITH GRANT OPTION" : "");
}

function target(properties: PropertyMap): string {
  const table = textOf(properties, "table");
  return `${databaseName(properties)}.${table === "" || table === "*" ? "*" : identifier(table)}`;
}

/** As given, because `_` and `%` are patterns in a grant and the caller may have escaped them. */
function databaseName(properties: PropertyMap): string {
  const name = textOf(properties, "database");
  return name === "*" ? name : identifier(name.replace(/^`(.*)`$/, "$1"));
}

function privilegeList(properties: PropertyMap): string {
  return sorted(listOf(properties, "privileges").map(String)).map(privilege).join(", ");
}

/** The order in which the real plugin keeps a set: by the checksums of its members, as text. */
function sorted(names: readonly string[]): string[] {
  const key = (name: string) => String(crc32(name));
  return [...new Set(names)].sort((left, right) => (key(left) < key(right) ? -1 : 1));
}

function grantState(inputs: PropertyMap): PropertyMap {
  const state: PropertyMap = { grant: false, ...withoutDefaultNames(inputs) };
  const privileges = listOf(inputs, "privileges");
  if (privileges.length > 0 && !privileges.some(isUnknown)) state.privileges = sorted(privileges.map(String));
  return state;
}

/** What differs in the set, at the places its members have in the old and the new list. */
function privilegeChanges(state: PropertyMap, wanted: PropertyMap): Map<string, ChangeKind> {
  const changes = new Map<string, ChangeKind>();
  const olds = listOf(state, "privileges").map(String);
  const news = listOf(wanted, "privileges").map(String);
  if (news.some(isUnknown)) return changes.set("privileges", ChangeKind.Update);
  for (const [index, name] of olds.entries()) {
    if (!news.includes(name)) changes.set(`privileges[${index}]`, ChangeKind.Delete);
  }
  for (const [index, name] of news.entries()) {
    const path = `privileges[${index}]`;
    if (!olds.includes(name)) changes.set(path, changes.has(path) ? ChangeKind.Update : ChangeKind.Add);
  }
  if (changes.size > 0 && olds.length !== news.length) changes.set("privileges", ChangeKind.Update);
  return changes;
}

/** The list as a whole only where nothing in it is named. */
function replacing(changes: ReadonlyMap<string, ChangeKind>): string[] {
  const paths = [...changes.keys()];
  return paths.length > 1 ? paths.filter((path) => path !== "privileges") : paths;
}
