import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RolloutLimit } from "../../components/description";
import { type Change, RunningCluster, serverName } from "./runningCluster";
import { ServiceSamples } from "./serviceSamples";

const axis2 = "repository/conf/axis2/axis2.xml";
const carbon = "repository/conf/carbon.xml";
const cluster = new RunningCluster();
beforeAll(() => cluster.start());
afterAll(() => cluster.end());

const passive = () => (cluster.active === 0 ? 1 : 0);

/** A start that fails does so soon. */
const patient =
  (change: Change = () => undefined): Change =>
  (args) => {
    change(args);
    if (args.rollout) args.rollout.startTimeoutSeconds = 8;
  };

/** Updates, and sees whether there was a moment without a node for events. */
async function sampled(change?: Change, listen?: (text: string) => void) {
  const samples = new ServiceSamples(cluster.addresses);
  const operation = await cluster.up(change, listen);
  return { ...operation, bothDown: await samples.end() };
}

function expectRight(name?: string): void {
  expect(cluster.roles().sort()).toEqual(["active", "passive"]);
  if (name === undefined) return;
  for (const node of [0, 1] as const) expect(cluster.read(node, carbon)).toContain(`<Name>${name}</Name>`);
}

describe("one plain update", () => {
  it("starts what did not come up with the first one, as soon as the cause is gone", async () => {
    cluster.misbehave(1, "never-ready");
    for (let attempt = 1; attempt <= 2; attempt++) {
      const { failed, errors } = await cluster.up(patient());
      expect(failed).toBe(true);
      expect(errors.join("\n")).toContain("node2 did not become healthy");
      expect(cluster.role(0)).toBe("active");
    }
    cluster.misbehave(1, undefined);
    const pid = cluster.pid(0);
    const { failed, output, bothDown } = await sampled(patient());
    expect(failed, output).toBe(false);
    expect(bothDown).toEqual([]);
    // What serves alone is left serving.
    expect(cluster.pid(0)).toBe(pid);
    expectRight();
  });

  it("is unchanged where everything is right", async () => {
    const { changes } = await cluster.up(patient());
    expect(Object.keys(changes)).toEqual(["same"]);
  });

  it("heals the same fault the second time too, and a preview shows it", async () => {
    for (const signal of ["SIGKILL", "SIGKILL", "SIGTERM"] as const) {
      const down = passive();
      const pid = cluster.pid(cluster.active);
      cluster.kill(down, signal);
      while (cluster.pid(down) !== undefined) await sleep(50);
      const { output } = await cluster.preview(patient());
      expect(output).toContain(`node${down + 1}: revision`);
      expect(output).toContain("it is stopped (WA302)");
      const { failed, output: told } = await cluster.up(patient());
      expect(failed, told).toBe(false);
      expect(cluster.pid(cluster.active)).toBe(pid);
      expectRight();
    }
  });

  it("restarts a node that hangs", async () => {
    const node = passive();
    cluster.kill(node, "SIGKILL");
    cluster.misbehave(node, "hangs");
    expect((await cluster.up(patient())).failed).toBe(true);
    cluster.misbehave(node, undefined);
    const { failed, output } = await cluster.up(patient());
    expect(failed, output).toBe(false);
    expectRight();
  });

  it("starts what is down beside a host that does not answer, and names that host", async () => {
    const { active } = cluster;
    const down = passive();
    cluster.kill(down, "SIGKILL");
    const { failed, errors } = await cluster.up(
      patient((args) => {
        const node = args.nodes[active];
        if (node !== undefined) node.ssh = { ...node.ssh, port: 1, timeoutSeconds: 2 };
      }),
    );
    expect(failed).toBe(true);
    expect(errors.join("\n")).toMatch(new RegExp(`node${active + 1}: .*cannot be reached by SSH`));
    expectRight();
    expect((await cluster.up(patient())).failed).toBe(false);
  });

  it("starts both where both are gone, and does not succeed while one cannot start", async () => {
    cluster.misbehave(1, "never-ready");
    for (const node of [0, 1] as const) cluster.kill(node, "SIGKILL");
    const { failed, errors } = await cluster.up(patient());
    expect(failed).toBe(true);
    expect(errors.join("\n")).toContain("node2 ");
    expect(cluster.role(0)).toBe("active");
    cluster.misbehave(1, undefined);
    const healed = await cluster.up(patient());
    expect(healed.failed, healed.output).toBe(false);
    expectRight();
  });

  it("restarts one node after the other where what lies beside both homes was lost", async () => {
    expect((await cluster.up(patient())).failed).toBe(false);
    for (const node of [0, 1] as const) {
      rmSync(`${cluster.home(node)}.deployment`, { recursive: true });
      cluster.misbehave(node, "slow:3");
    }
    const { failed, output, bothDown } = await sampled(patient());
    for (const node of [0, 1] as const) cluster.misbehave(node, undefined);
    expect(failed, output).toBe(false);
    expect(bothDown).toEqual([]);
    expectRight();
  });
});

describe("a roll", () => {
  /** Rolls, and kills the active node when the passive one is being restarted. */
  async function rollWithoutActive(name: string) {
    const active = cluster.active;
    let isKilled = false;
    const result = await sampled(patient(serverName(name)), (text) => {
      if (isKilled || !/node[12]: starting/.test(text)) return;
      isKilled = true;
      cluster.kill(active, "SIGKILL");
    });
    expect(isKilled).toBe(true);
    return result;
  }

  it("in which the active node dies goes on, and the one that took over is not stopped for it", async () => {
    const survivor = passive();
    const { failed, output } = await rollWithoutActive("first");
    expect(failed, output).toBe(false);
    expectRight("first");
    expect(cluster.role(survivor)).toBe("active");
  });

  it("whose changed node does not serve leaves the other one, and the same update goes on later", async () => {
    const down = passive();
    const pid = cluster.pid(cluster.active);
    cluster.misbehave(down, "never-ready");
    const { failed, bothDown } = await sampled(patient(serverName("second")));
    expect(failed).toBe(true);
    expect(bothDown).toEqual([]);
    expect(cluster.pid(cluster.active)).toBe(pid);
    cluster.misbehave(down, undefined);
    const healed = await sampled(patient(serverName("second")));
    expect(healed.failed, healed.output).toBe(false);
    expect(healed.bothDown).toEqual([]);
    expectRight("second");
  });

  it("is taken back by a description that is taken back", async () => {
    cluster.misbehave(passive(), "never-ready");
    expect((await cluster.up(patient(serverName("third")))).failed).toBe(true);
    for (const node of [0, 1] as const) cluster.misbehave(node, undefined);
    const { failed, output } = await cluster.up(patient(serverName("second")));
    expect(failed, output).toBe(false);
    expectRight("second");
  });

  it("does not stop the only node that takes events beside one that hangs", async () => {
    expect((await cluster.up(patient())).failed).toBe(false);
    const { active } = cluster;
    const hanging = cluster.pid(active) as number;
    process.kill(hanging, "SIGSTOP");
    let pidAtStop: number | undefined;
    const { failed, output } = await cluster.up(patient(serverName("beside-hanging")), (text) => {
      if (text.includes(`node${2 - active}: stopping`)) pidAtStop ??= cluster.pid(active);
    });
    expect(failed, output).toBe(false);
    expect(pidAtStop).toBeDefined();
    expect(pidAtStop).not.toBe(hanging);
    expectRight("beside-hanging");
  });
});

describe("a full stop", () => {
  const other: Change = (args) => {
    serverName("second")(args);
    args.clustering = { domain: "other.domain", groupPassword: "another-password" };
    args.rollout = { ...args.rollout, limit: RolloutLimit.FullStop };
  };

  it("that one node does not survive takes both back, and the same update ends well later", async () => {
    const text = cluster.read(0, axis2);
    cluster.misbehave(1, "never-ready");
    const { failed, errors } = await cluster.up(patient(other));
    expect(failed).toBe(true);
    expect(errors.join("\n")).toContain("node2 did not become healthy");
    expect(
      [cluster.read(0, axis2), cluster.read(1, axis2)].map((own) => own.includes("other.domain")),
    ).toEqual([false, false]);
    expect(cluster.read(0, axis2)).toBe(text);
    cluster.misbehave(1, undefined);
    const healed = await cluster.up(patient(other));
    expect(healed.failed, healed.output).toBe(false);
    expectRight("second");
    for (const node of [0, 1] as const) expect(cluster.read(node, axis2)).toContain("other.domain");
  });
});

describe("MySQL", () => {
  const withDomain =
    (name: string): Change =>
    (args) => {
      serverName(name)(args);
      args.clustering = { domain: "other.domain", groupPassword: "another-password" };
      args.rollout = { ...args.rollout, limit: RolloutLimit.FullStop };
    };

  it.each([
    [
      "a right is revoked",
      "REVOKE INSERT ON userdb.* FROM",
      "GRANT INSERT ON userdb.* TO",
      "may not INSERT in userdb",
    ],
    ["a password is changed", "SET PASSWORD FOR", undefined, "cannot use userdb"],
  ])("in which %s is named before anything is stopped", async (_, breaks, mends, says) => {
    const pids = [cluster.pid(0), cluster.pid(1)];
    const users = await cluster.query("SELECT User, Host FROM mysql.user WHERE User = 'wso2analytics'");
    const each = async (statement: string, after = "") => {
      for (const { User, Host } of users) await cluster.query(`${statement} '${User}'@'${Host}'${after}`);
    };
    const password = "SELECT Password FROM mysql.user WHERE User = 'wso2analytics' LIMIT 1";
    const [before] = await cluster.query(password);
    await each(breaks, mends === undefined ? " = PASSWORD('something-else')" : "");
    const { failed, errors, bothDown } = await sampled(patient(withDomain("database")));
    expect(failed).toBe(true);
    expect(errors.join("\n")).toContain(says);
    expect(bothDown).toEqual([]);
    expect([cluster.pid(0), cluster.pid(1)]).toEqual(pids);
    if (mends === undefined) await each(breaks, ` = '${before?.Password}'`);
    else await each(mends);
  });

  it("whose tables are gone is named, and they are not made again silently", async () => {
    const pids = [cluster.pid(0), cluster.pid(1)];
    const tables = await cluster.query(
      "SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'regdb'",
    );
    await cluster.query("CREATE DATABASE kept");
    for (const { name } of tables) await cluster.query(`RENAME TABLE regdb.${name} TO kept.${name}`);
    const { failed, errors } = await cluster.up(patient(withDomain("database")));
    expect(failed).toBe(true);
    expect(errors.join("\n")).toContain("regdb at");
    expect(errors.join("\n")).toContain("has no tables");
    expect([cluster.pid(0), cluster.pid(1)]).toEqual(pids);
    for (const { name } of tables) await cluster.query(`RENAME TABLE kept.${name} TO regdb.${name}`);
    const healed = await cluster.up(patient(withDomain("database")));
    expect(healed.failed, healed.output).toBe(false);
    expectRight("database");
  });
});

describe("two nodes that are both active", () => {
  it("are named with their roles, whatever else is wrong, and mended when they can meet", async () => {
    const change: Change = (args) => {
      serverName("database")(args);
      args.clustering = { domain: "other.domain", groupPassword: "another-password" };
    };
    const second = passive();
    cluster.kill(second, "SIGKILL");
    // One of them alone is put right by a restart of the other.
    for (const node of [0, 1] as const) cluster.misbehave(node, "wrong-role");
    const { failed, errors } = await cluster.up(patient(change));
    expect(failed).toBe(true);
    expect(errors.join("\n")).toContain("both active");
    for (const node of [0, 1] as const) cluster.misbehave(node, undefined);
    const healed = await sampled(patient(change));
    expect(healed.failed, healed.output).toBe(false);
    expect(healed.bothDown).toEqual([]);
    expectRight("database");
  });
});
