import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RunningCluster, serverName } from "./runningCluster";

const cluster = new RunningCluster();
beforeAll(() => cluster.start());
afterAll(() => cluster.end());

describe("a cluster that runs", () => {
  it("starts both nodes with the first update, one of them active and one passive", async () => {
    const { failed, output } = await cluster.up();
    expect(output).toMatch(/ok +health/);
    expect(failed, output).toBe(false);
    expect([cluster.role(0), cluster.role(1)].sort()).toEqual(["active", "passive"]);
  });

  it("is left alone by an update without a change", async () => {
    const starts = [cluster.starts(0), cluster.starts(1)];
    const { changes } = await cluster.up();
    expect(Object.keys(changes)).toEqual(["same"]);
    expect([cluster.starts(0), cluster.starts(1)]).toEqual(starts);
  });

  it("is rolled one node after the other", async () => {
    const active = cluster.role(0) === "active" ? 0 : 1;
    const { failed, output } = await cluster.up(serverName("second"));
    expect(failed, output).toBe(false);
    expect(cluster.role(active)).toBe("passive");
    console.log(output);
  });
});
