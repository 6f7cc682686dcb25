import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
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
const nextHome = (node: 0 | 1) => path.join(path.dirname(cluster.home(node)), "analytics");
const inNextHome = (name: string) =>
  version(name, (args) => {
    allowed(args);
    const [node1, node2] = args.nodes;
    if (node1 !== undefined) node1.home = nextHome(0);
    if (node2 !== undefined) node2.home = nextHome(1);
  });
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

  it("is refused in another home, in the preview too: the product runs in the one that it has", async () => {
    const before = pids();
    for (const run of [cluster.preview(inNextHome("2.2.0")), cluster.up(inNextHome("2.2.0"))]) {
      const { failed, errors } = await run;
      expect(failed).toBe(true);
      expect(errors.join("\n")).toMatch(/node1.*WA113/s);
    }
    expect(pids()).toEqual(before);
    expect(existsSync(nextHome(0))).toBe(false);
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

  // As docs/products.md says.
  it("moves to another home after that, by hand, with all that the nodes have", async () => {
    const next = inNextHome("2.2.0");
    const script = path.join("bin", "wso2server.sh");
    for (const node of [0, 1] as const) {
      const [home, pid] = [cluster.home(node), cluster.pid(node)];
      writeFileSync(path.join(home, "repository/data/kept"), `of node${node + 1}`);
      execFileSync("sh", [path.join(home, script), "stop"], {
        env: { ...process.env, JAVA_HOME: cluster.jdk },
      });
      await vi.waitFor(() => expect(existsSync(`/proc/${pid}`)).toBe(false), 15_000);
      renameSync(home, nextHome(node));
      renameSync(`${home}.deployment`, `${nextHome(node)}.deployment`);
    }
    for (const node of cluster.nodes) node.home = path.join(path.dirname(node.home), "analytics");
    const { failed, output } = await cluster.up(next);
    expect(failed, output).toBe(false);
    expect(cluster.roles().sort()).toEqual(["active", "passive"]);
    expect(await ids()).toEqual(kept);
    for (const node of [0, 1] as const)
      expect(cluster.read(node, "repository/data/kept")).toBe(`of node${node + 1}`);
    expect(Object.keys((await cluster.up(next)).changes)).toEqual(["same"]);
  });
});
