import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildSampleProduct, zipSampleProduct } from "../../tools/sample-server/sampleDistribution";
import { type Change, RunningCluster } from "./runningCluster";

const cluster = new RunningCluster();
const driver = "mysql-connector-java-5.1.49.jar";
const plugins = "repository/components/plugins";
const zips: Record<string, string> = {};

beforeAll(async () => {
  await cluster.start();
  const { folder } = cluster.workplace;
  writeFileSync(path.join(folder, driver), "driver 49");
  for (const version of ["2.1.0", "2.2.0"]) {
    const home = await buildSampleProduct(path.join(folder, version), `apim-analytics-${version}`);
    const zip = path.join(folder, `wso2am-analytics-${version}.zip`);
    await zipSampleProduct(home, zip);
    zips[version] = zip;
  }
  for (const node of [0, 1] as const) rmSync(cluster.home(node), { recursive: true });
});
afterAll(() => cluster.end());

const version =
  (name: string, change: Change = () => undefined): Change =>
  (args) => {
    const { home } = args.product;
    const jdbcDriver = { file: path.join(cluster.workplace.folder, driver) };
    args.product = { home, distribution: zips[name] ?? "", install: {}, jdbcDriver };
    change(args);
  };
const allowed: Change = (args) => {
  args.allowFullStop = true;
};
const ids = async () => (await cluster.stack.outputs()).nodeIds?.value;
const bundleOf = (node: 0 | 1) =>
  ["5.1.7", "5.1.37"].find((bundle) =>
    existsSync(
      path.join(cluster.home(node), plugins, `org.wso2.carbon.event.processor.manager.core_${bundle}.jar`),
    ),
  );
const pids = () => [cluster.pid(0), cluster.pid(1)];

describe("an update to another version of the product", () => {
  let kept: Record<string, string>;

  it("begins with the earlier one", async () => {
    const { failed, output } = await cluster.up(version("2.1.0"));
    expect(failed, output).toBe(false);
    kept = await ids();
    expect(Object.keys(kept)).toEqual(["node1", "node2"]);
  });

  it("is refused with the tables that differ, and nothing is stopped", async () => {
    const before = pids();
    const { failed, errors } = await cluster.up(version("2.2.0", allowed));
    expect(failed).toBe(true);
    expect(errors.join("\n")).toContain("(missing: UM_CLAIM_BEHAVIOR); it has those of another version");
    expect(pids()).toEqual(before);
    expect([bundleOf(0), bundleOf(1)]).toEqual(["5.1.7", "5.1.7"]);
  });

  it("is refused without a full stop once the tables are there: two versions are no cluster", async () => {
    for (const database of ["userdb", "regdb"])
      await cluster.query(`CREATE TABLE ${database}.UM_CLAIM_BEHAVIOR (UM_ID INTEGER, PRIMARY KEY (UM_ID))`);
    const before = pids();
    const { failed, errors } = await cluster.up(version("2.2.0"));
    expect(failed).toBe(true);
    expect(errors.join("\n")).toContain("must stop together for a change of product.profile");
    expect(pids()).toEqual(before);
  });

  it("goes back on both nodes where one does not become healthy", async () => {
    const { failed, errors } = await cluster.up(
      version("2.2.0", (args) => {
        allowed(args);
        args.overrides = [
          {
            file: "repository/conf/sample.xml",
            path: "/sample/misbehaviour",
            value: "dies-after-start",
            node: "node2",
          },
        ];
      }),
    );
    expect(failed).toBe(true);
    expect(errors.join("\n")).toContain("node2 did not become healthy with the desired configuration");
    expect(cluster.roles().sort()).toEqual(["active", "passive"]);
    expect([bundleOf(0), bundleOf(1)]).toEqual(["5.1.7", "5.1.7"]);
    for (const node of [0, 1] as const)
      expect(cluster.log(node)).toContain(`My Analytics Node ID: ${kept[`node${node + 1}`]}`);
  });

  it("stops both nodes, exchanges the product and keeps the nodes' ids", async () => {
    const { failed, output } = await cluster.up(version("2.2.0", allowed));
    expect(failed, output).toBe(false);
    expect(cluster.roles().sort()).toEqual(["active", "passive"]);
    expect([bundleOf(0), bundleOf(1)]).toEqual(["5.1.37", "5.1.37"]);
    expect(await ids()).toEqual(kept);
    expect(readFileSync(path.join(cluster.home(0), "repository/datamy-node-id.dat"), "utf8")).toBe(
      kept.node1,
    );
  });
});
