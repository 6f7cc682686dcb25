import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { zipSampleProduct } from "../../tools/sample-server/sampleDistribution";
import { RunningCluster } from "./runningCluster";

const driver = "mysql-connector-java-5.1.49.jar";

describe("a product that was sent to the nodes", () => {
  const cluster = new RunningCluster();
  let distribution = "";
  beforeAll(async () => {
    await cluster.start();
    distribution = path.join(cluster.workplace.folder, "wso2am-analytics-2.1.0.zip");
    await zipSampleProduct(cluster.home(0), distribution);
    writeFileSync(path.join(cluster.workplace.folder, driver), "driver 49");
    for (const node of [0, 1] as const) rmSync(cluster.home(node), { recursive: true });
  });
  afterAll(() => cluster.end());

  const installedIn = (suffix: string) =>
    cluster.up((args) => {
      const jdbcDriver = { file: path.join(cluster.workplace.folder, driver) };
      Object.assign(args.product, { distribution, install: {}, jdbcDriver });
      for (const [index, node] of args.nodes.entries()) node.home = cluster.home(index as 0 | 1) + suffix;
      args.service = { manage: false };
      delete args.eventProcessing;
    });

  it("is sent again for another home", async () => {
    for (const suffix of ["", "-next"]) {
      const { failed, output, operations } = await installedIn(suffix);
      expect(failed, output).toBe(false);
      // Nothing was found in the other home, so everything that was brought to the node is brought again.
      expect(operations["analytics-node1-distribution"]).toBe(suffix === "" ? "create" : "delete-replaced");
    }
    expect(Object.keys((await installedIn("-next")).changes)).toEqual(["same"]);
  });
});
