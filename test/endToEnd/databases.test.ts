import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GrantMode } from "../../components";
import { DatabaseStack, namesOf, password } from "./databaseStack";

const stack = new DatabaseStack();
beforeAll(() => stack.start());
afterAll(() => stack.end());

describe("the databases", () => {
  const all = namesOf("made");

  it("are made in latin1, with tables by the script for the server's version", async () => {
    const { output } = await stack.updated("made");
    expect(
      await stack.query(
        "SELECT SCHEMA_NAME, DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE 'made%'",
      ),
    ).toEqual(
      Object.values(all)
        .map((name) => `${name} latin1_swedish_ci`)
        .sort(),
    );
    expect(output).toContain("made_user: 8 tables made");
    // Only the script for servers before 5.7 has a zero as default.
    const [created] = await stack.query("SHOW CREATE TABLE made_reg.REG_RESOURCE");
    expect(created).toContain("0000-00-00 00:00:00");
  });

  it("let the product's user in with any password, and into nothing else", async () => {
    expect(await stack.query("SELECT CURRENT_USER()", "wso2", password)).toEqual(["wso2@127.0.0.1"]);
    expect((await stack.query("SHOW DATABASES", "wso2", password)).sort()).toEqual(
      ["information_schema", ...Object.values(all)].sort(),
    );
  });

  it("keep their tables and rows when the scripts run again", async () => {
    await stack.query(
      "INSERT INTO made_user.UM_TENANT (UM_DOMAIN_NAME, UM_CREATED_DATE) VALUES ('kept.example', NOW())",
    );
    const { operations, output } = await stack.updated("made", { password: "another-password" });
    expect(operations["made-schema"]).toBe("update");
    expect(output).toContain("made_user: all 8 tables are there");
    expect(await stack.query("SELECT UM_DOMAIN_NAME FROM made_user.UM_TENANT")).toEqual(["kept.example"]);
    expect(await stack.query("SELECT 1", "wso2", "another-password")).toEqual(["1"]);
  });

  it("have exactly the grants of the mode, whichever mode was there before", async () => {
    const on = (database: string, privileges: string, user: string) =>
      `GRANT ${privileges} ON \`${database.replaceAll("_", "\\_")}\`.* TO '${user}'@'127.0.0.1'`;
    const usage = (user: string) => `GRANT USAGE ON *.* TO '${user}'@'127.0.0.1'`;
    const documented = [
      usage("wso2"),
      ...Object.values(all).map((name) => on(name, "ALL PRIVILEGES", "wso2")),
    ];
    const rows = "SELECT, INSERT, UPDATE, DELETE";
    const least = [
      usage("wso2"),
      on(all.user, rows, "wso2"),
      on(all.registry, rows, "wso2"),
      on(all.eventStore, `${rows}, CREATE, DROP, INDEX`, "wso2"),
      on(all.processedData, `${rows}, CREATE, DROP, INDEX`, "wso2"),
    ];
    expect(await stack.grantsOf("wso2")).toEqual(documented.toSorted());
    await stack.updated("made", {
      grants: GrantMode.Least,
      schema: { username: "wso2schema", password: "schema-password" },
    });
    expect(await stack.grantsOf("wso2")).toEqual(least.toSorted());
    expect(await stack.grantsOf("wso2schema")).toEqual(
      [
        usage("wso2schema"),
        on(all.user, "CREATE, REFERENCES, INDEX, ALTER", "wso2schema"),
        on(all.registry, "CREATE, REFERENCES, INDEX, ALTER", "wso2schema"),
      ].toSorted(),
    );
    await stack.updated("made");
    expect(await stack.grantsOf("wso2")).toEqual(documented.toSorted());
    expect(await stack.users()).toEqual(["wso2@127.0.0.1"]);
  });

  it("get a renamed user before the old one goes", async () => {
    const { events } = await stack.updated("made", { username: "renamed" });
    const steps = events.flatMap(({ resOutputsEvent: event }) =>
      event?.metadata.type === "mysql:index/user:User" ? [event.metadata.op] : [],
    );
    expect(steps).toEqual(["create", "delete"]);
    expect(await stack.users()).toEqual(["renamed@127.0.0.1"]);
    expect(await stack.query("SELECT CURRENT_USER()", "renamed", password)).toEqual(["renamed@127.0.0.1"]);
  });
});

describe("a clear error", () => {
  it("tells of half-made tables and leaves them alone", async () => {
    await stack.query("CREATE DATABASE half_reg CHARACTER SET latin1");
    await stack.query("CREATE TABLE half_reg.REG_PATH (id INT)");
    for (const name of ["half_user", "half_EVENTS", "half_DATA"]) {
      await stack.query(`CREATE DATABASE ${name} CHARACTER SET latin1`);
    }
    const { failed, errors } = await stack.update("half", { adopt: true, username: "half" });
    expect(failed).toBe(true);
    expect(errors[0]).toMatch(
      /half_reg has 1 of the script's 8 tables .*Add what is missing as the script makes it/s,
    );
    expect(errors[0]?.split("\n").length).toBeLessThanOrEqual(10);
    expect(await stack.tableCount("half_reg")).toEqual(["1"]);
  });

  it("tells of a node without the mysql client", async () => {
    stack.commands.remove("mysql");
    const { failed, errors, output } = await stack.update("missing", { username: "missing" });
    expect(failed).toBe(true);
    expect(errors[0], output).toMatch(/the command mysql is missing; install it/);
    expect(errors[0]?.split("\n").length).toBeLessThanOrEqual(10);
  });
});
