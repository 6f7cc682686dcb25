import { type PropertyMap, secret, unknownValue } from "../plugins/protocol/propertyValue";
import { Lifecycle } from "./lifecycle";
import type { MysqlWorld } from "./mysqlWorld";
import type { PluginProcess } from "./pluginProcess";
import type { TranscriptRecorder } from "./transcript";

/** What the library uses of `mysql.Database`, `mysql.User` and `mysql.Grant`. */
export class MysqlScenario {
  readonly #plugin: PluginProcess;
  readonly #recorder: TranscriptRecorder;
  readonly #world: MysqlWorld;

  constructor(plugin: PluginProcess, recorder: TranscriptRecorder, world: MysqlWorld) {
    this.#plugin = plugin;
    this.#recorder = recorder;
    this.#world = world;
  }

  async run(): Promise<void> {
    await this.#databases();
    await this.#characterSets();
    await this.#adoption();
    await this.#users();
    await this.#passwords();
    await this.#grants();
    await this.#privileges();
    await this.#grantTargets();
  }

  async #databases(): Promise<void> {
    const inputs = { name: "events", defaultCharacterSet: "latin1", defaultCollation: "latin1_swedish_ci" };
    const database = this.#database();
    await database.previewCreation("a database, at the preview", inputs);
    await database.previewCreation("a database of an unknown name", { ...inputs, name: unknownValue });
    await database.create("a database", inputs);
    await database.update("an unchanged database", inputs);
    await database.refresh("a refresh of a database");
    await database.previewUpdate("another name replaces, the old one first", { ...inputs, name: "others" });
    const utf8 = { ...inputs, defaultCharacterSet: "utf8", defaultCollation: "utf8_general_ci" };
    await database.previewUpdate("another character set, at the preview", utf8);
    await database.update("another character set is a change in place", utf8);
    await this.#observe("the character set is changed", "SHOW CREATE DATABASE events");
    await this.#database().create("a database that is there already", inputs);
    await this.#world.execute("ALTER DATABASE events CHARACTER SET latin1");
    await database.refresh("a character set changed by hand is found");
    await database.update("and put back", utf8);
    await database.update("an update that fails", { ...inputs, defaultCharacterSet: "latin9" });
    await this.#world.execute("DROP DATABASE events");
    await database.delete("the deletion of a database that is gone");
    await database.refresh("a database dropped by hand is found");
    const last = this.#database();
    await last.create("a database once more", inputs);
    await last.delete("the deletion of a database");
    await this.#observe("the database is gone", "SHOW DATABASES LIKE 'events'");
  }

  async #characterSets(): Promise<void> {
    const create = (step: string, inputs: PropertyMap) => this.#database().create(step, inputs);
    const inSet = (name: string, defaultCharacterSet: string, defaultCollation: string) => ({
      name,
      defaultCharacterSet,
      defaultCollation,
    });
    await create("the provider's own character set", { name: "by_default" });
    await create("a collation that is not its set's default", inSet("binary_order", "latin1", "latin1_bin"));
    await create("four bytes a letter", inSet("four_bytes", "utf8mb4", "utf8mb4_general_ci"));
    await create("no collation", inSet("no_collation", "latin1", ""));
    await create("a character set that there is not", inSet("no_such_set", "latin9", ""));
    await create("a collation of another character set", inSet("mixed", "latin1", "utf8_general_ci"));
    await create("a name with a hyphen and a backtick", { name: "odd-`name" });
    await create("a name that is too long", { name: "n".repeat(65) });
  }

  async #adoption(): Promise<void> {
    await this.#world.execute("CREATE DATABASE found CHARACTER SET latin1 COLLATE latin1_bin");
    const database = this.#database();
    await database.adopt("the import of a database", "found");
    const inputs = { name: "found", defaultCharacterSet: "latin1", defaultCollation: "latin1_bin" };
    await database.update("an adopted database as described", inputs);
    await database.previewUpdate("an adopted database of another character set", {
      ...inputs,
      defaultCharacterSet: "utf8",
      defaultCollation: "utf8_general_ci",
    });
    await this.#database().adopt("the import of a database that is not there", "nowhere");
  }

  async #users(): Promise<void> {
    const inputs = { user: "reader", host: "10.0.0.%", plaintextPassword: secret("first-password") };
    const user = this.#user();
    await user.previewCreation("a user, at the preview", inputs);
    await user.previewCreation("an unknown password and host", {
      ...inputs,
      host: unknownValue,
      plaintextPassword: secret(unknownValue),
    });
    await user.create("a user", inputs);
    await user.update("an unchanged user", inputs);
    await user.previewUpdate("another user name replaces", { ...inputs, user: "writer" });
    await user.previewUpdate("another host replaces", { ...inputs, host: "%" });
    await user.refresh("a refresh of a user");
    await user.update("an unchanged user after a refresh", inputs);
    await this.#user().create("a user who is there already", inputs);
    await this.#user().create("the same user from another host", { ...inputs, host: "10.0.1.%" });
    await this.#user().create("a user without a host", { user: "local", plaintextPassword: secret("p") });
    await this.#user().create("a user name that is too long", { ...inputs, user: "u".repeat(17) });
    await user.replace(
      "a renamed user, the new one first",
      { ...inputs, user: "writer" },
      { deleteBeforeReplace: false },
    );
    await this.#observe(
      "only the new name is there",
      "SELECT user, host FROM mysql.user WHERE user IN ('reader', 'writer') ORDER BY host",
    );
    await this.#world.execute("DROP USER 'writer'@'10.0.0.%'");
    await user.delete("the deletion of a user who is gone");
    await user.refresh("a user dropped by hand is found");
  }

  async #passwords(): Promise<void> {
    const inputs = { user: "client", host: "127.0.0.1", plaintextPassword: secret("first-password") };
    const user = this.#user();
    await user.create("a user with a password", inputs);
    const next = { ...inputs, plaintextPassword: secret("second-password") };
    await user.previewUpdate("another password, at the preview", next);
    await user.update("another password is a change in place", next);
    this.#recorder.record("who may log in", {
      "the old password": await this.#world.mayLogIn("client", "first-password"),
      "the new password": await this.#world.mayLogIn("client", "second-password"),
    });
    const escaped = this.#user();
    await escaped.create("a password with a backslash", {
      ...inputs,
      user: "escaped",
      plaintextPassword: secret("a\\b\\\\c"),
    });
    this.#recorder.record("what a backslash becomes", {
      "as given": await this.#world.mayLogIn("escaped", "a\\b\\\\c"),
      "as SQL reads it": await this.#world.mayLogIn("escaped", "a\b\\c"),
    });
    await user.delete("the deletion of a user");
    await user.update("another password for a user who is gone", inputs);
  }

  async #grants(): Promise<void> {
    await this.#world.execute("CREATE DATABASE a_b", "CREATE USER 'granted'@'%' IDENTIFIED BY 'p'");
    const inputs = { user: "granted", host: "%", database: "a\\_b", privileges: ["SELECT", "INSERT"] };
    const grant = this.#grant();
    await grant.previewCreation("a grant, at the preview", inputs);
    await grant.previewCreation("a grant to an unknown user", {
      ...inputs,
      user: unknownValue,
      privileges: unknownValue,
    });
    await grant.create("a grant on an escaped database name", inputs);
    await this.#granted("what is granted");
    await grant.update("an unchanged grant", inputs);
    await grant.update("the privileges in another order", { ...inputs, privileges: ["INSERT", "SELECT"] });
    const unknown = { ...inputs, privileges: ["SELECT", unknownValue] };
    await this.#grant().previewCreation("a grant of an unknown privilege", unknown);
    await grant.previewUpdate("unknown privileges, at the preview", { ...inputs, privileges: unknownValue });
    await grant.refresh("a refresh of a grant");
    await grant.previewUpdate("another database replaces", { ...inputs, database: "other" });
    await this.#world.execute("REVOKE INSERT ON `a\\_b`.* FROM 'granted'@'%'");
    await grant.refresh("a privilege revoked by hand is not found");
    await grant.update("nor put back", inputs);
    await grant.delete("the deletion of a grant of which a part is gone");
    await this.#granted("what is granted after the deletion");
    await grant.delete("the deletion of a grant that is gone");
    await this.#world.execute("DROP USER 'granted'@'%'");
    await grant.refresh("a grant whose user was dropped by hand");
    await grant.delete("the deletion of a grant whose user is gone");
  }

  /** What is left of them when a grant is replaced. */
  async #privileges(): Promise<void> {
    await this.#world.execute("CREATE USER 'granted'@'%' IDENTIFIED BY 'p'");
    const inputs = { user: "granted", host: "%", database: "a\\_b", privileges: ["SELECT", "INSERT"] };
    const more = { ...inputs, privileges: ["SELECT", "INSERT", "UPDATE"] };
    const grant = this.#grant();
    await grant.create("a grant to be replaced", inputs);
    await grant.previewUpdate("an unknown privilege, at the preview", {
      ...inputs,
      privileges: ["SELECT", unknownValue],
    });
    await grant.replace("one privilege more, the new grant first", more, { deleteBeforeReplace: false });
    await this.#granted("only what is new is left");
    await grant.replace("one privilege less, the old grant first", inputs, { deleteBeforeReplace: true });
    await this.#granted("all of it is there");
    await grant.delete("the deletion of a grant");
    await this.#granted("nothing is granted");
    const all = this.#grant();
    await all.create("all privileges", { ...inputs, privileges: ["ALL"] });
    await all.replace("all of them for two, the new grant first", inputs, { deleteBeforeReplace: false });
    await this.#granted("no privilege is left");
  }

  async #grantTargets(): Promise<void> {
    const inputs = { user: "granted", host: "%", database: "a\\_b", privileges: ["SELECT"] };
    const create = (step: string, changes: PropertyMap) =>
      this.#grant().create(step, { ...inputs, ...changes });
    await create("a grant to a user who is not there", { user: "nobody" });
    await create("a grant on a database that is not there", { database: "nowhere" });
    await create("a grant on one table", { table: "some_table" });
    await create("a grant on columns", { table: "some_table", privileges: ["SELECT (a, b)"] });
    await create("the right to grant", { grant: true });
    await create("a privilege that there is not", { privileges: ["READ"] });
    await create("no privileges", { privileges: [] });
    await this.#granted("all that is granted");
  }

  async #granted(step: string): Promise<void> {
    await this.#observe(step, "SHOW GRANTS FOR 'granted'@'%'");
  }

  async #observe(step: string, sql: string): Promise<void> {
    this.#recorder.record(step, await this.#world.execute(sql));
  }

  #database(): Lifecycle {
    return new Lifecycle(this.#plugin, this.#recorder, "mysql:index/database:Database", "it");
  }

  #user(): Lifecycle {
    return new Lifecycle(this.#plugin, this.#recorder, "mysql:index/user:User", "it");
  }

  #grant(): Lifecycle {
    return new Lifecycle(this.#plugin, this.#recorder, "mysql:index/grant:Grant", "it");
  }
}
