import { existsSync, readFileSync, renameSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requireProfile } from "../support/sampleProduct";
import { type Change, RunningCluster, serverName } from "./runningCluster";

/** Of each branch of the product's code: carbon-analytics-common 5.0.8; 5.1.x; 5.1.x with a start that waits for two nodes. */
const versions = ["das-3.0.1", "apim-analytics-2.2.0", "das-3.1.0"];

const conf = "repository/conf/analytics/my-node-id.dat";
const waiting = "Waiting for 2 [ANALYTICS_SPARK] task executor nodes...";

/** The profile is found in the distribution. */
const detected =
  (change: Change = () => undefined): Change =>
  (args) => {
    delete args.product.profile;
    change(args);
  };

describe.each(versions)("%s", (version) => {
  const profile = requireProfile(version);
  const cluster = new RunningCluster();
  beforeAll(() => cluster.start(undefined, version));
  afterAll(() => cluster.end());

  const starts = () => [cluster.starts(0), cluster.starts(1)];
  const idOf = (node: 0 | 1) => {
    const files = profile.nodeIdFiles.map((file) => path.join(cluster.home(node), file));
    return files.filter((file) => existsSync(file)).map((file) => readFileSync(file, "utf8"))[0];
  };

  it.runIf(profile.waitsForPeer)(
    "is one active node, whose start waits, when the other one cannot start",
    async () => {
      const driver = path.join(cluster.home(1), "repository/components/lib/mysql-connector-java-5.1.49.jar");
      renameSync(driver, `${driver}.away`);
      const { failed, errors } = await cluster.up(detected());
      renameSync(`${driver}.away`, driver);
      expect(failed).toBe(true);
      expect(errors.join("\n")).toContain("no JDBC driver for MySQL lies in ");
      expect(cluster.roles()).toEqual(["active", "stopped"]);
      expect(cluster.log(0)).toContain(waiting);
      expect(cluster.log(0)).not.toContain("WSO2 Carbon started in");
    },
  );

  it("starts with the first update, and its ports are where its version has them", async () => {
    const { failed, output } = await cluster.up(detected());
    expect(failed, output).toBe(false);
    expect(cluster.roles().sort()).toEqual(["active", "passive"]);
    const { eventSync, management } = profile.ports;
    const shift = eventSync.shifted ? profile.portOffset : 0;
    const log = cluster.log(0);
    expect(log).toContain(`EventReceiver started on port ${eventSync.configured + shift}`);
    expect(log).toContain(
      `CEP HA Snapshot Server started on ${cluster.addresses[0]}:${management.configured + shift}`,
    );
    expect(log.includes(waiting)).toBe(profile.waitsForPeer);
  });

  it("has no change in an update without one", async () => {
    const before = starts();
    const { changes } = await cluster.up(detected());
    expect(Object.keys(changes)).toEqual(["same"]);
    expect(starts()).toEqual(before);
  });

  it("is rolled one node at a time, and keeps the nodes' ids", async () => {
    const ids = [idOf(0), idOf(1)];
    expect(ids.every(Boolean)).toBe(true);
    const { failed, output } = await cluster.up(detected(serverName("second")));
    expect(failed, output).toBe(false);
    expect(cluster.roles().sort()).toEqual(["active", "passive"]);
    expect([idOf(0), idOf(1)]).toEqual(ids);
    expect((await cluster.stack.outputs()).nodeIds?.value).toEqual({ node1: ids[0], node2: ids[1] });
    // A later version has moved it.
    if (profile.nodeIdFiles[0] !== conf) expect(existsSync(path.join(cluster.home(0), conf))).toBe(false);
  });

  it("starts both nodes again after a full stop", async () => {
    const ids = [idOf(0), idOf(1)];
    const { failed, output } = await cluster.up(
      detected((args) => {
        serverName("second")(args);
        args.clustering = { domain: "another.domain", groupPassword: "a-group-password" };
        args.allowFullStop = true;
      }),
    );
    expect(failed, output).toBe(false);
    expect(cluster.roles().sort()).toEqual(["active", "passive"]);
    expect([idOf(0), idOf(1)]).toEqual(ids);
  });

  it("is refused under another version's name", async () => {
    const { failed, errors } = await cluster.preview((args) => {
      args.product.profile = "apim-analytics-2.1.0";
    });
    expect(failed).toBe(true);
    expect(errors.join("\n")).toContain(`product.distribution: is ${version} by `);
  });
});
