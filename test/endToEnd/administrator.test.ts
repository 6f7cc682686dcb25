import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AdministratorArgs } from "../../components";
import type { Operation } from "../../tools/machine/engineStack";
import { DatabaseStack, namesOf } from "./databaseStack";

const stack = new DatabaseStack();
beforeAll(() => stack.start());
afterAll(() => stack.end());

const wrong: AdministratorArgs = { username: "root", password: "a-wrong-password" };
const refusal =
  /database\.administrator: MySQL at 127\.0\.0\.1:\d+ refuses the login \(Access denied for user 'root'/;

/** As MySQL counts them. */
async function refusedLogins(): Promise<number> {
  const [row = ""] = await stack.query("SHOW GLOBAL STATUS LIKE 'Aborted_connects'");
  return Number(row.split(" ")[1]);
}

/** Without the engine's own words at the end. */
function errorsOf({ errors }: Operation): string[] {
  return errors.filter((error) => !/^(update|preview) failed$/.test(error));
}

/** The number of logins that MySQL refuses meanwhile. */
async function refusedDuring(operation: () => Promise<Operation>): Promise<Operation & { refused: number }> {
  const before = await refusedLogins();
  const done = await operation();
  return { ...done, refused: (await refusedLogins()) - before };
}

describe("a wrong password of the administrator", () => {
  it("is not tried in a preview", async () => {
    const { failed, output, refused } = await refusedDuring(() =>
      stack.preview("first", { administrator: wrong }),
    );
    expect(failed, output).toBe(false);
    expect(refused).toBe(0);
  });

  it.each(["at first", "again"])("is one error before the first database, %s", async () => {
    const done = await refusedDuring(() => stack.update("first", { administrator: wrong }));
    const { output, refused } = done;
    expect(errorsOf(done), output).toEqual([expect.stringMatching(refusal)]);
    expect(output).not.toContain(wrong.password);
    expect(refused).toBe(1);
    expect(await stack.databases("first")).toEqual([]);
  });

  it("is corrected by the next update", async () => {
    await stack.updated("first");
    expect(await stack.databases("first")).toEqual(Object.values(namesOf("first")).sort());
  });

  it("keeps no update from succeeding that changes nothing in MySQL", async () => {
    const { failed, output, refused } = await refusedDuring(() =>
      stack.update("first", { administrator: wrong }),
    );
    expect(failed, output).toBe(false);
    expect(refused).toBe(0);
  });

  it("is tried once before several users are created, and told once", async () => {
    const clientHosts = ["127.0.0.1", "10.0.1.10", "10.0.2.10"];
    const { errors, output, refused } = await refusedDuring(() =>
      stack.update("first", { administrator: wrong, clientHosts }),
    );
    expect(
      errors.filter((error) => refusal.test(error)),
      output,
    ).toHaveLength(1);
    expect(refused).toBe(1);
    expect(await stack.users()).toEqual(["wso2@127.0.0.1"]);
    await stack.updated("first", { clientHosts });
    expect(await stack.users()).toHaveLength(3);
  });

  it.each(["preview", "update"] as const)("is told before databases are adopted, in a %s", async (run) => {
    const done = await stack[run]("second", { administrator: wrong, adopt: true });
    expect(errorsOf(done), done.output).toEqual([expect.stringMatching(refusal)]);
  });
});
