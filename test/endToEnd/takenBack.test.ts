import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Change, RunningCluster } from "./runningCluster";
import { ServiceSamples } from "./serviceSamples";

const carbon = "repository/conf/carbon.xml";
const sample = "repository/conf/sample.xml";
const cluster = new RunningCluster();
let before: Record<string, string>;

beforeAll(async () => {
  await cluster.start();
  const { failed, output } = await cluster.up();
  expect(failed, output).toBe(false);
});
afterAll(() => cluster.end());
beforeEach(async () => {
  before = await cluster.belongings();
});

/** Configures one node so that the sample product misbehaves on it. */
function misbehaving(node: 0 | 1, how: string): Change {
  return (args) => {
    const name = node === 0 ? "node1" : "node2";
    args.overrides = [
      { file: sample, path: "/sample/misbehaviour", value: how, node: name },
      // Which the product writes into its log.
      { file: carbon, path: "/Server/Name", value: "a-password", node: name },
    ];
    if (args.rollout) args.rollout.startTimeoutSeconds = how === "slow:60" ? 4 : 8;
  };
}

const cases = [
  ["never-ready", "it does not answer on"],
  ["dies-after-start", "it is stopped"],
  ["wrong-role", "it is active, and so is node"],
  ["sync-fails", "has not synced its state"],
  ["slow:60", "it does not answer on"],
] as const;

describe.each(["passive", "active"] as const)("a configuration with which the %s node", (role) => {
  it.each(cases)("is %s is taken back, and the other node left alone", async (how, reason) => {
    const bad = role === "active" ? cluster.active : cluster.active === 0 ? 1 : 0;
    const peer = bad === 0 ? 1 : 0;
    const [text, peerPid] = [cluster.read(bad, carbon), cluster.pid(peer)];
    const samples = new ServiceSamples(cluster.addresses);
    const { failed, errors } = await cluster.up(misbehaving(bad, how));
    expect(failed).toBe(true);
    expect(await samples.end()).toEqual([]);
    expect(errors.join("\n")).toContain(`node${bad + 1} did not become healthy`);
    expect(errors.join("\n")).toContain(reason);
    expect(errors.join("\n")).toContain("its last healthy configuration is back");
    expect(errors.join("\n")).not.toContain("a-password");
    expect(cluster.read(bad, carbon)).toBe(text);
    expect([cluster.role(bad), cluster.role(peer)]).toEqual(["passive", "active"]);
    expect(cluster.pid(peer)).toBe(peerPid);
    expect(await cluster.belongings()).toEqual(before);
  });
});

describe("after a configuration was taken back", () => {
  it("the same update fails again and again without touching the other node, and a corrected one succeeds", async () => {
    const samples = new ServiceSamples(cluster.addresses);
    const { active } = cluster;
    const change: Change = (args) => {
      args.overrides = [{ file: sample, path: "/sample/misbehaviour", value: "dies-after-start" }];
    };
    const passive = active === 0 ? 1 : 0;
    const pid = cluster.pid(active);
    const text = cluster.read(active, carbon);
    for (let attempt = 1; attempt <= 3; attempt++) {
      const { failed } = await cluster.up(change);
      expect(failed).toBe(true);
      expect(cluster.pid(active)).toBe(pid);
      expect(cluster.read(active, carbon)).toBe(text);
    }
    const corrected = await cluster.up((args) => {
      args.overrides = [{ file: carbon, path: "/Server/Name", value: "corrected" }];
    });
    expect(corrected.failed, corrected.output).toBe(false);
    expect(await samples.end()).toEqual([]);
    expect(cluster.role(passive)).toBe("active");
    for (const node of [0, 1] as const)
      expect(cluster.read(node, carbon)).toContain("<Name>corrected</Name>");
    expect(await cluster.belongings()).toEqual(before);
  });
});
