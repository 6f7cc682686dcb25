import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isRight, verifyNodes } from "../../bin/operations/verification";
import { verificationTable } from "../../bin/operations/verificationTable";
import { GrantMode, type NodeOperation } from "../../components";
import type { Operation } from "../../tools/machine/engineStack";
import { failureOf, type Login, LoginSamples, loginOf } from "./loginSamples";
import { type Change, RunningCluster } from "./runningCluster";
import { touched } from "./touched";

const cluster = new RunningCluster();
beforeAll(async () => {
  await cluster.start();
  await updated();
});
afterAll(() => cluster.end());

async function updated(change?: Change): Promise<Operation> {
  const operation = await cluster.up(change);
  expect(operation.failed, operation.output).toBe(false);
  return operation;
}

async function users(): Promise<string[]> {
  const rows = await cluster.query(
    "SELECT CONCAT(User, '@', Host) AS name FROM mysql.user WHERE User <> 'root'",
  );
  return rows.map(({ name }) => String(name)).sort();
}

// The nodes', and that of their mysql client and of this process.
const hosts = [...cluster.addresses, "127.0.0.1"];
const on = (user: string) => hosts.map((host) => `${user}@${host}`);
const second: Change = ({ database }) => {
  database.username = "second";
};
const fromElsewhere: Change = (args) => {
  second(args);
  args.database.clientHosts = hosts;
};
const third: Change = (args) => {
  fromElsewhere(args);
  Object.assign(args.database, { username: "third", password: "another-password" });
};
const least: Change = (args) => {
  third(args);
  const schema = { username: "schema", password: "schema-password" };
  Object.assign(args.database, { grants: GrantMode.Least, schema });
};
const inPlace: Change = (args) => {
  least(args);
  args.database.password = "in-place";
};

describe("a running product never loses its login", () => {
  it.each<[string, Change, string[]]>([
    ["another user", second, ["second@127.%"]],
    ["another client host", fromElsewhere, on("second")],
    ["another password with another user", third, on("third")],
    ["fewer rights", least, [...on("schema"), ...on("third")]],
  ])("to %s; what was before is gone afterwards", async (_, change, left) => {
    const before = loginOf(cluster, cluster.active);
    const samples = new LoginSamples(cluster, before);
    const { failed, output } = await cluster.up(change);
    expect(await samples.end()).toEqual([]);
    expect(failed, output).toBe(false);
    expect(await users()).toEqual(left.toSorted());
    expect(cluster.roles().sort()).toEqual(["active", "passive"]);
  });
});

it("a running product gets another password alone when its node restarts", async () => {
  await updated(inPlace);
  for (const node of [0, 1] as const) {
    const login = loginOf(cluster, node);
    expect(login).toEqual({ user: "third", password: "in-place" });
    expect(await failureOf(cluster, login)).toBeUndefined();
  }
  expect(cluster.roles().sort()).toEqual(["active", "passive"]);
});

describe("the verification names what a refresh cannot see", () => {
  let operations: NodeOperation[];
  const table = async () => verificationTable(await verifyNodes(operations));

  beforeAll(async () => {
    operations = (await cluster.stack.outputs()).operations?.value;
  });

  it("such as rights that were revoked", async () => {
    await cluster.query("REVOKE INSERT, DELETE ON `userdb`.* FROM 'third'@'127.0.0.1'");
    expect(await table()).toContain("third may not INSERT, DELETE in userdb at");
    await cluster.query("GRANT INSERT, DELETE ON `userdb`.* TO 'third'@'127.0.0.1'");
    expect(isRight(await verifyNodes(operations))).toBe(true);
    await cluster.query("REVOKE ALL ON `regdb`.* FROM 'third'@'127.0.0.1'");
    expect(await table()).toContain("third cannot use regdb at");
    await cluster.query("GRANT SELECT, INSERT, UPDATE, DELETE ON `regdb`.* TO 'third'@'127.0.0.1'");
  });

  it("such as another password", async () => {
    await cluster.query("SET PASSWORD FOR 'third'@'127.0.0.1' = PASSWORD('by-hand')");
    expect(await table()).toContain("third cannot use userdb at");
    await cluster.query("SET PASSWORD FOR 'third'@'127.0.0.1' = PASSWORD('in-place')");
    expect(isRight(await verifyNodes(operations))).toBe(true);
  });

  it("such as a database without its tables", async () => {
    await cluster.query("DROP DATABASE regdb");
    expect(await table()).toContain("cannot use regdb at");
    await cluster.stack.refresh();
    await cluster.up(inPlace);
    expect(await table()).toContain("has no tables; update with another rerunTrigger");
    await updated((args) => {
      inPlace(args);
      args.rerunTrigger = "regdb was dropped";
    });
    expect(isRight(await verifyNodes(operations))).toBe(true);
  });
});

describe("a whole deployment", () => {
  const protection = (protect: boolean) =>
    updated((args) => {
      inPlace(args);
      args.rerunTrigger = "regdb was dropped";
      args.protect = protect;
    });

  it("is not destroyed while it is protected, not even in part", async () => {
    await protection(true);
    const before = cluster.stack.resources().sort();
    for (const refused of [await cluster.stack.previewDestroy(), await cluster.stack.destroy()]) {
      expect(refused.errors.join()).toContain("cannot be deleted");
    }
    expect(cluster.stack.resources().sort()).toEqual(before);
    await protection(false);
  });

  it("is uninstalled and deployed again while it runs, with another user", async () => {
    const before: Login = loginOf(cluster, 0);
    const belongings = await cluster.belongings();
    const samples = new LoginSamples(cluster, before);
    const destroyed = await cluster.stack.destroy();
    const deployed = await cluster.up(({ database }) => {
      database.adopt = true;
      database.username = "again";
    });
    expect(await samples.end()).toEqual([]);
    expect(destroyed.failed, destroyed.output).toBe(false);
    expect(deployed.failed, deployed.output).toBe(false);
    // Nobody but the administrator drops it now.
    expect(await users()).toEqual(["again@127.%", ...on("schema"), ...on("third")].sort());
    await cluster.query(
      `DROP USER ${on("third")
        .map((user) => `'${user.replace("@", "'@'")}'`)
        .join()}`,
    );
    expect(await failureOf(cluster, before)).toContain("Access denied");
    const next = await updated(({ database }) => {
      database.username = "again";
    });
    // The component alone, which has the arguments of the update that failed.
    expect(touched(next)).toEqual(["analytics"]);
    expect(await cluster.belongings()).toEqual(belongings);
  });
});
