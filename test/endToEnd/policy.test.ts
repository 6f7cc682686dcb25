import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NodeName, RolloutLimit } from "../../components/description";
import { type Change, RunningCluster } from "./runningCluster";
import { ServiceSamples } from "./serviceSamples";

const cluster = new RunningCluster();
const carbon = "repository/conf/carbon.xml";

const named =
  (name: string, change: Change = () => undefined): Change =>
  (args) => {
    args.overrides = [{ file: carbon, path: "/Server/Name", value: name }];
    change(args);
  };
const rollout =
  (given: object): Change =>
  (args) => {
    args.rollout = { ...args.rollout, ...given };
  };

beforeAll(async () => {
  await cluster.start();
  const { failed, output } = await cluster.up(named("first"));
  expect(failed, output).toBe(false);
});
afterAll(() => cluster.end());

function names(): (string | undefined)[] {
  return ([0, 1] as const).map((node) => /<Name>(.*)<\/Name>/.exec(cluster.read(node, carbon))?.[1]);
}

/** The nodes' names, the passive one first. */
function passiveFirst(): [string, string] {
  return cluster.active === 0 ? ["node2", "node1"] : ["node1", "node2"];
}

describe("a preview", () => {
  it("tells what the update is about to do, by the planner itself", async () => {
    const change = await cluster.preview(named("second"));
    const [passive, active] = passiveFirst();
    expect(change.output).toContain(`${passive}, then ${active} will restart; the roles change once`);
    const same = await cluster.preview(named("first"));
    expect(same.output).not.toMatch(/will restart|it will be/);
  });
});

describe("a limit", () => {
  it("refuses an update that needs more, with what it would do, before anything is changed", async () => {
    const pids = [cluster.pid(0), cluster.pid(1)];
    const [passive, active] = passiveFirst();
    const change = named("second", rollout({ limit: RolloutLimit.Restart }));
    const { failed, errors } = await cluster.up(change);
    expect(failed).toBe(true);
    expect(errors.join("\n")).toContain(`${active} must restart, which changes the roles`);
    expect(errors.join("\n")).toContain(
      `It would do this: ${passive}, then ${active} will restart; the roles change once`,
    );
    expect([cluster.pid(0), cluster.pid(1)]).toEqual(pids);
    expect(names()).toEqual(["first", "first"]);
  });
});

describe("a node that is held", () => {
  const hold = NodeName.Node2;
  const held = "node2 is held (rollout.hold), and was left alone";

  it("is left alone while it is down and its host away, and gets the change after that", async () => {
    cluster.kill(1, "SIGTERM");
    while (cluster.pid(1) !== undefined) await new Promise((resolve) => setTimeout(resolve, 50));
    const pid = cluster.pid(0);
    const change = named("second", (args) => {
      rollout({ hold })(args);
      const [, node2] = args.nodes;
      if (node2) node2.ssh = { ...node2.ssh, port: 1, timeoutSeconds: 2 };
    });
    expect((await cluster.preview(change)).output).toContain(held);
    const { failed, output } = await cluster.up(change);
    expect(failed, output).toBe(false);
    expect(output).toContain(held);
    expect(output).toContain("node1 keeps its configuration, because changing it needs node2");
    expect([cluster.pid(0), cluster.pid(1)]).toEqual([pid, undefined]);
    expect(names()).toEqual(["first", "first"]);

    const samples = new ServiceSamples(cluster.addresses);
    const after = await cluster.up(named("second"));
    expect(after.failed, after.output).toBe(false);
    expect(names()).toEqual(["second", "second"]);
    expect(cluster.roles().sort()).toEqual(["active", "passive"]);
    expect(await samples.end()).toEqual([]);
  });

  it("does not keep the other one down", async () => {
    cluster.kill(0, "SIGTERM");
    while (cluster.pid(0) !== undefined) await new Promise((resolve) => setTimeout(resolve, 50));
    const pid = cluster.pid(1);
    const { failed, output } = await cluster.up(named("third", rollout({ hold })));
    expect(failed, output).toBe(false);
    expect(cluster.pid(0)).toBeDefined();
    expect(cluster.pid(1)).toBe(pid);
    expect(names()).toEqual(["second", "second"]);
  });

  it("needs a host key while its host is away, and the error says so", async () => {
    const { failed, errors } = await cluster.up((args) => {
      rollout({ hold })(args);
      const [, node2] = args.nodes;
      if (node2) node2.ssh = { ...node2.ssh, hostKey: undefined, port: 1, timeoutSeconds: 2 };
    });
    expect(failed).toBe(true);
    expect(errors.join("\n")).toContain("give its ssh.hostKey, or update once while it answers");
  });
});
