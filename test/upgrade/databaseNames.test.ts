import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MySqlInstance } from "../../components/aws";
import { EngineStack, type Operation } from "../../tools/machine/engineStack";
import { whatThereIs } from "../../tools/rehearsal/awsView";
import { loopbackNetwork, type Network } from "../../tools/rehearsal/loopbackNetwork";
import type { Rehearsal } from "../../tools/rehearsal/rehearsal";
import { endAwsRehearsal, startAwsRehearsal } from "../endToEnd/awsRehearsal";
import { expectSuccess } from "../endToEnd/expectSuccess";
import { firstRelease, libraryOf } from "./library";

const folder = mkdtempSync(path.join(tmpdir(), "database-names-"));
let rehearsal: Rehearsal;
let stack: EngineStack;
let network: Network;

// The rehearsal is root's.
describe.runIf(process.getuid?.() === 0)("the name of a database by 0.1.0", () => {
  beforeAll(async () => {
    rehearsal = await startAwsRehearsal(folder);
    network = await loopbackNetwork(rehearsal.dataCenter, "127.61");
    stack = await EngineStack.create(path.join(folder, "stack"), rehearsal.pulumiHome);
    const first = await libraryOf(firstRelease);
    await update("first", first as unknown as { MySqlInstance: typeof MySqlInstance });
  }, 600_000);
  afterAll(() => endAwsRehearsal(folder, rehearsal));

  it("stays until the database is replaced, by one with a name and a last snapshot that none has had", async () => {
    const old = await database();
    expect(old).toMatch(/^analytics-mysql-[0-9a-f]{7}$/);
    await update("first");
    expect(await database()).toBe(old);

    const createdFirst = ["create-replacement", "replace", "delete-replaced"];
    expect(stepsOfDatabase(await update("second"))).toEqual(createdFirst);
    const second = await database();
    expect(second).toMatch(/^analytics-mysql-[0-9a-f]{8}$/);
    for (const log of ["error", "slowquery"]) {
      expect(stack.state()).toContain(`"/aws/rds/instance/${second}/${log}"`);
    }

    expect(stepsOfDatabase(await update("third"))).toEqual(createdFirst);
    expect(await database()).not.toBe(second);
    const { snapshots } = await whatThereIs(rehearsal);
    expect(snapshots).toHaveLength(2);
    expect(snapshots).toContainEqual(expect.stringMatching(`^${second}-[0-9a-f]{8}-final$`));
  });
});

/** Another master user is another database. */
async function update(masterUsername: string, library = { MySqlInstance }): Promise<Operation> {
  const operation = await stack.up(() => {
    new library.MySqlInstance("analytics-mysql", {
      ...network,
      database: {
        username: "wso2analytics",
        password: "a-password",
        masterUsername,
        masterPassword: "a-password",
      },
      securityGroupId: "sg-0a1b2c3d",
      protect: false,
    });
  });
  expectSuccess(operation);
  return operation;
}

/** The identifier of the only one there is. */
async function database(): Promise<string | undefined> {
  const { databases } = await whatThereIs(rehearsal);
  expect(databases).toHaveLength(1);
  return databases[0]?.split(" ")[0];
}

function stepsOfDatabase({ events }: Operation): string[] {
  const steps = events.flatMap(({ resourcePreEvent: event }) => event?.metadata ?? []);
  return steps.filter(({ type }) => type === "aws:rds/instance:Instance").map(({ op }) => op);
}
