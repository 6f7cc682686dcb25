import { renameSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RolloutLimit } from "../../components/description";
import { type Change, RunningCluster } from "./runningCluster";

const sample = "repository/conf/sample.xml";
const axis2 = "repository/conf/axis2/axis2.xml";
const cluster = new RunningCluster();
beforeAll(() => cluster.start());
afterAll(() => cluster.end());

/** Lets the sample product misbehave on one node by its configuration. */
const misbehaving =
  (node: "node1" | "node2", how: string, change: Change = () => undefined): Change =>
  (args) => {
    change(args);
    args.overrides = [{ file: sample, path: "/sample/misbehaviour", value: how, node }];
    if (args.rollout) args.rollout.startTimeoutSeconds = 8;
  };

describe("two nodes that start together", () => {
  it("are one that serves when the other one has no JDBC driver", async () => {
    const folder = path.join(cluster.home(1), "repository/components/lib");
    const driver = path.join(folder, "mysql-connector-java-5.1.49.jar");
    renameSync(driver, `${driver}.away`);
    const { failed, errors } = await cluster.up();
    expect(failed).toBe(true);
    expect(errors.join("\n")).toContain(`no JDBC driver for MySQL lies in ${folder};`);
    expect(cluster.roles()).toEqual(["active", "stopped"]);
    renameSync(`${driver}.away`, driver);
  });

  it.each(["node1", "node2"] as const)("are one that serves when %s does not start", async (node) => {
    const { failed, errors } = await cluster.up(misbehaving(node, "dies-after-start"));
    expect(failed).toBe(true);
    expect(errors.join("\n")).toContain(`${node} did not become healthy with the desired configuration: `);
    const bad = node === "node1" ? 0 : 1;
    // The second time it has a configuration to go back to.
    expect(cluster.role(bad)).toBe(node === "node1" ? "stopped" : "passive");
    expect(cluster.role(bad === 0 ? 1 : 0)).toBe("active");
    expect(cluster.read(0, axis2)).toContain("wso2.analytics.test");
  });

  it("start with a corrected configuration", async () => {
    const { failed, output } = await cluster.up();
    expect(failed, output).toBe(false);
    expect(cluster.roles().sort()).toEqual(["active", "passive"]);
  });

  it("go back together when a value that both must have alike does not work out", async () => {
    const texts = [cluster.read(0, axis2), cluster.read(1, axis2)];
    const { failed, errors } = await cluster.up(
      misbehaving("node2", "dies-after-start", (args) => {
        args.clustering = { domain: "other.domain", groupPassword: "another-password" };
        args.rollout = { ...args.rollout, limit: RolloutLimit.FullStop };
      }),
    );
    expect(failed).toBe(true);
    expect(errors.join("\n")).toContain("node2 did not become healthy with the desired configuration: ");
    expect(errors.join("\n")).toContain("its last healthy configuration is back");
    expect(cluster.roles().sort()).toEqual(["active", "passive"]);
    expect([cluster.read(0, axis2), cluster.read(1, axis2)]).toEqual(texts);
    const { failed: failedAgain, output } = await cluster.up();
    expect(failedAgain, output).toBe(false);
  });
});
