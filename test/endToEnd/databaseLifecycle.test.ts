import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GrantMode } from "../../components";
import type { Operation } from "../../tools/machine/engineStack";
import { DatabaseStack, namesOf } from "./databaseStack";

const stack = new DatabaseStack();
beforeAll(() => stack.start());
afterAll(() => stack.end());

/** Everything a deployment has in MySQL. */
async function inMySql(name: string, user: string): Promise<string[]> {
  const rows = await stack.query(`SELECT UM_DOMAIN_NAME FROM ${namesOf(name).user}.UM_TENANT`);
  return [...(await stack.databases(name)), ...rows, ...(await stack.grantsOf(user))];
}

/** What is done to databases, users, grants and tables, one after the other. */
function steps({ events }: Operation): string[] {
  return events.flatMap(({ resOutputsEvent: event }) => {
    const kind = /:(Database|User|Grant|Command)$/.exec(event?.metadata.type ?? "")?.[1];
    return kind === undefined || event?.metadata.op === "same" ? [] : [`${event?.metadata.op} ${kind}`];
  });
}

describe("what is destroyed", () => {
  it.each([
    ["from the state alone", () => stack.engine.destroy()],
    ["with its program", () => stack.engine.destroy(true)],
    ["by a program that has it no more", () => stack.engine.up(() => undefined)],
  ])("%s stays in MySQL, databases, users and grants", async (_, destroy) => {
    const username = `user${(await stack.users()).length}`;
    await stack.updated("kept", { username, adopt: (await stack.databases("kept")).length > 0 });
    await stack.query(
      `INSERT INTO kept_user.UM_TENANT (UM_DOMAIN_NAME, UM_CREATED_DATE) VALUES ('${username}.example', NOW())`,
    );
    const before = await inMySql("kept", username);
    const { failed, output } = await destroy();
    expect(failed, output).toBe(false);
    expect(stack.engine.resources()).toEqual([]);
    expect(await inMySql("kept", username)).toEqual(before);
  });

  it("is deployed again with its databases and another user, or the same one once that is dropped", async () => {
    const taken = await stack.update("kept", { adopt: true, username: "user0" });
    expect(taken.errors.join()).toContain(
      "Operation CREATE USER failed for 'user0'@'127.0.0.1': this user is in MySQL already, perhaps since a destroy that retained it; give another database.username, or drop it first",
    );
    await stack.query("DROP USER user0@127.0.0.1");
    const { operations } = await stack.updated("kept", { adopt: true, username: "user0" });
    expect(operations["kept-user0@127.0.0.1"]).toBe("create");
    for (const adopt of [true, false]) {
      const next = await stack.updated("kept", { adopt, username: "user0" });
      expect(steps(next)).toEqual([]);
    }
    expect((await inMySql("kept", "user0")).filter((line) => line.endsWith(".example"))).toHaveLength(3);
  });

  it("is gone where it is not retained", async () => {
    await stack.updated("kept", { retain: false, username: "user0" });
    const { failed, output } = await stack.engine.destroy();
    expect(failed, output).toBe(false);
    expect(await stack.databases("kept")).toEqual([]);
    expect(await stack.users()).not.toContain("user0@127.0.0.1");
  });
});

describe("what is protected", () => {
  type Protection = (protect: boolean) => [{ protect?: boolean }, { protect?: boolean }];
  it.each<[string, Protection]>([
    ["argument", (protect) => [{ protect }, {}]],
    ["option", (protect) => [{}, { protect }]],
  ])(
    "by %s loses nothing to a destroy or a new name, until the protection is off",
    async (name, protection) => {
      const update = { username: "guarded" };
      await stack.updated(name, update, ...protection(true));
      const before = { state: stack.engine.resources().sort(), mysql: await inMySql(name, "guarded") };
      const refused = [
        await stack.engine.previewDestroy(),
        await stack.engine.destroy(),
        await stack.engine.destroy(true),
        await stack.update(name, { ...update, names: { user: "other" } }, ...protection(true)),
      ];
      for (const { failed, output } of refused) {
        expect(failed, output).toBe(true);
        expect(output).toMatch(/protected|marked for protection/);
      }
      expect(stack.engine.resources().sort()).toEqual(before.state);
      expect(await inMySql(name, "guarded")).toEqual(before.mysql);
      const renamed = await stack.updated(name, { username: "other" }, ...protection(true));
      expect(steps(renamed).at(-1)).toBe("delete User");
      await stack.updated(name, { username: "other" }, ...protection(false));
      expect((await stack.engine.destroy()).failed).toBe(false);
      await stack.query("DROP USER other@127.0.0.1");
    },
  );
});

describe("what is adopted", () => {
  it("is refused with another character set, before anything is changed", async () => {
    await stack.query("CREATE DATABASE theirs_user CHARACTER SET utf8");
    for (const name of ["reg", "EVENTS", "DATA"]) {
      await stack.query(`CREATE DATABASE theirs_${name} CHARACTER SET latin1`);
    }
    const users = await stack.users();
    const update = { adopt: true, username: "theirs" };
    for (const refused of [await stack.preview("theirs", update), await stack.update("theirs", update)]) {
      expect(refused.failed, refused.output).toBe(true);
      expect(refused.errors[0]).toContain(
        "theirs_user is there with utf8 (utf8_general_ci), and latin1 (latin1_swedish_ci) is declared",
      );
    }
    expect(await stack.users()).toEqual(users);
    const [created] = await stack.query("SHOW CREATE DATABASE theirs_user");
    expect(created).toContain("utf8");
    await stack.updated("theirs", { ...update, characterSets: { user: "utf8" } });
  });

  it("must be there", async () => {
    const { errors } = await stack.update("absent", { adopt: true, username: "absent" });
    expect(errors.join()).toMatch(/resource 'absent_\w+' does not exist/);
    expect(await stack.users()).not.toContain("absent@127.0.0.1");
  });
});

describe.each([
  ["a plain text", (text: string): pulumi.Input<string> => text],
  ["an Output", (text: string) => pulumi.output(text)],
])("a name that is %s", (kind, input) => {
  const name = kind.startsWith("an") ? "late" : "early";

  it.each([
    ["user", { username: "second" }],
    ["client host", { username: "second", clientHosts: ["127.0.0.%"] }],
  ])("is changed for the %s with all that is new first and all that is old last", async (_, changes) => {
    if (!(await stack.users()).some((user) => user.startsWith(name))) {
      await stack.updated(name, {
        username: input(`${name}first`),
        clientHosts: [input("127.0.0.1")],
      });
    }
    const operation = await stack.updated(name, {
      username: input(name + changes.username),
      clientHosts: ("clientHosts" in changes ? changes.clientHosts : ["127.0.0.1"]).map(input),
    });
    const order = steps(operation).map((step) => step.replace(/-?(replacement|replaced)/, ""));
    const done = order.filter((step) => !step.startsWith("replace"));
    expect(done.at(0)).toBe("create User");
    expect(done.at(-1)).toBe("delete User");
    expect(done.lastIndexOf("create Grant")).toBeLessThan(done.indexOf("delete Grant"));
    const host = "clientHosts" in changes ? "127.0.0.%" : "127.0.0.1";
    expect((await stack.users()).filter((user) => user.startsWith(name))).toEqual([`${name}second@${host}`]);
    expect(await stack.grantsOf(`${name}second`, host)).toHaveLength(5);
  });

  it("is changed for a database, whose old one stays without grants", async () => {
    const of = (user: string) => ({
      username: input(`${name}second`),
      clientHosts: [input("127.0.0.%")],
      names: { ...namesOf(name), user: input(user) },
    });
    const operation = await stack.updated(name, of(`${name}_new`));
    expect(steps(operation).at(-1)).toMatch(/^delete/);
    expect(await stack.databases(name)).toContain(`${name}_user`);
    const grants = (await stack.grantsOf(`${name}second`, "127.0.0.%")).join();
    expect(grants).toContain(`${name}\\_new`);
    expect(grants).not.toContain(`${name}\\_user`);
    expect(await stack.tableCount(`${name}_new`)).toEqual(["8"]);
  });

  it("has after a change of the mode what the mode says, and no more", async () => {
    const update = {
      username: input(`${name}second`),
      clientHosts: [input("127.0.0.%")],
      names: { ...namesOf(name), user: input(`${name}_new`) },
      schema: { username: `${name}schema`, password: "schema-password" },
    };
    const { schema: _, ...documented } = update;
    const before = await stack.grantsOf(`${name}second`, "127.0.0.%");
    await stack.updated(name, { ...update, grants: GrantMode.Least });
    const rights = (await stack.grantsOf(`${name}second`, "127.0.0.%")).join();
    expect(rights).toContain(`GRANT SELECT, INSERT, UPDATE, DELETE ON \`${name}\\_new\``);
    expect(rights).not.toContain("ALL PRIVILEGES");
    await stack.updated(name, documented);
    expect(await stack.grantsOf(`${name}second`, "127.0.0.%")).toEqual(before);
  });
});

it("what an update that fails has not deleted stays until one succeeds, forth or back", async () => {
  await stack.updated("cut", { username: "cutold" });
  await stack.query("DROP TABLE cut_reg.REG_LOCK");
  const cut = await stack.update("cut", { username: "cutnew" });
  expect(cut.errors.join()).toContain("cut_reg has 7 of the script's 8 tables");
  const ofBoth = async () => (await stack.users()).filter((user) => user.startsWith("cut"));
  expect(await ofBoth()).toEqual(["cutnew@127.0.0.1", "cutold@127.0.0.1"]);
  expect((await stack.grantsOf("cutold")).join()).toContain("ALL PRIVILEGES");
  await stack.query("DROP DATABASE cut_reg");
  await stack.query("CREATE DATABASE cut_reg CHARACTER SET latin1");
  await stack.updated("cut", { username: "cutold" });
  expect(await ofBoth()).toEqual(["cutold@127.0.0.1"]);
});

describe("a refresh", () => {
  const twoHosts = { username: "fresh", clientHosts: ["127.0.0.1", "127.0.%"] };

  it("finds a database that is gone; the update makes it again, with its tables by another rerunTrigger", async () => {
    await stack.updated("fresh", twoHosts);
    await stack.query("DROP DATABASE fresh_user");
    expect((await stack.engine.refresh()).changes.delete).toBe(1);
    const { operations } = await stack.updated("fresh", twoHosts, { rerunTrigger: "fresh_user was dropped" });
    expect([operations["fresh-user"], operations["fresh-schema"]]).toEqual(["create", "update"]);
    expect(await stack.tableCount("fresh_user")).toEqual(["8"]);
  });

  it("finds another character set", async () => {
    await stack.query("ALTER DATABASE fresh_reg CHARACTER SET utf8");
    await stack.engine.refresh();
    const { operations } = await stack.updated("fresh", twoHosts, { rerunTrigger: "fresh_user was dropped" });
    expect(operations["fresh-registry"]).toBe("update");
    const [created] = await stack.query("SHOW CREATE DATABASE fresh_reg");
    expect(created).toContain("latin1");
  });

  it("finds a user that is gone under every host", async () => {
    const before = await stack.grantsOf("fresh");
    await stack.query("DROP USER 'fresh'@'127.0.0.1', 'fresh'@'127.0.%'");
    await stack.engine.refresh();
    await stack.updated("fresh", twoHosts);
    expect(await stack.grantsOf("fresh")).toEqual(before);
  });

  it("does not see what is revoked", async () => {
    await stack.query("REVOKE INSERT ON `fresh\\_user`.* FROM 'fresh'@'127.0.0.1'");
    expect(Object.keys((await stack.engine.refresh()).changes)).toEqual(["same"]);
  });
});
