import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RolloutLimit } from "../../components/description";
import { makeSampleJdk } from "../../tools/sample-server/sampleJdk";
import { writeZip } from "../render/distribution/zipFile";
import { type Change, RunningCluster, serverName } from "./runningCluster";
import { ServiceSamples } from "./serviceSamples";

const carbon = "repository/conf/carbon.xml";
const cluster = new RunningCluster();
beforeAll(() => cluster.start());
afterAll(() => cluster.end());

/** Updates and sees that nothing is lost, and that there is a node for events at every moment. */
async function roll(change: Change, listen?: (text: string) => void) {
  const before = await cluster.belongings();
  const activations = cluster.activations();
  const samples = new ServiceSamples(cluster.addresses);
  const operation = await cluster.up(change, listen);
  const bothDown = await samples.end();
  expect(await cluster.belongings()).toEqual(before);
  return { ...operation, bothDown, roleChanges: cluster.activations() - activations };
}

describe("a cluster that runs", () => {
  it("has what it needs around the product before it starts", async () => {
    const { failed, errors } = await cluster.up((args) => {
      args.directories = [{ path: "repository/data", target: "/proc/kept" }];
    });
    expect(failed).toBe(true);
    expect(errors.join("\n")).toContain("see that /proc/kept is mounted, not read-only");
    expect(cluster.roles()).toEqual(["stopped", "stopped"]);
  });

  it("starts both nodes with the first update, one of them active and one passive", async () => {
    const { failed, output } = await cluster.up();
    expect(failed, output).toBe(false);
    expect(cluster.roles().sort()).toEqual(["active", "passive"]);
    const ids = (await cluster.stack.outputs()).nodeIds?.value;
    for (const node of [0, 1] as const) {
      expect(ids[`node${node + 1}`]).toBe(cluster.read(node, "repository/conf/analytics/my-node-id.dat"));
    }
    expect(cluster.log(cluster.active === 0 ? 1 : 0)).toContain("CEP HA State successfully synced.");
    expect(output).toMatch(/node[12]: active, revision \w{8}\n/);
    expect(output).toMatch(/node[12]: passive, synced, revision \w{8}\n/);
  });

  it("is left alone by an update without a change", async () => {
    const pids = [cluster.pid(0), cluster.pid(1)];
    const { changes } = await cluster.up();
    expect(Object.keys(changes)).toEqual(["same"]);
    expect([cluster.pid(0), cluster.pid(1)]).toEqual(pids);
  });

  it.each([
    ["one node", "second"],
    ["the other one", "third"],
  ])("is rolled, passive node first, when %s is active", async (_, name) => {
    const { active } = cluster;
    const { failed, output, bothDown, roleChanges } = await roll(serverName(name));
    expect(failed, output).toBe(false);
    expect(bothDown).toEqual([]);
    expect(roleChanges).toBe(1);
    expect(cluster.role(active)).toBe("passive");
    for (const node of [0, 1] as const) expect(cluster.read(node, carbon)).toContain(`<Name>${name}</Name>`);
  });

  it("restarts only the node whose files differ", async () => {
    const { active } = cluster;
    const passive = active === 0 ? 1 : 0;
    const pid = cluster.pid(active);
    const { failed, output, roleChanges } = await roll((args) => {
      serverName("third")(args);
      args.overrides?.push({
        file: carbon,
        path: "/Server/ServerKey",
        value: "Analytics",
        node: passive === 0 ? "node1" : "node2",
      });
    });
    expect(failed, output).toBe(false);
    expect(cluster.pid(active)).toBe(pid);
    expect(roleChanges).toBe(0);
    expect(cluster.log(passive)).toContain("CEP HA State successfully synced.");
  });

  it("refuses a Java with which the product does not start, before anything is stopped", async () => {
    const pids = [cluster.pid(0), cluster.pid(1)];
    const { failed, errors } = await roll((args) => {
      serverName("third")(args);
      const javaHome = makeSampleJdk(path.join(cluster.workplace.folder, "jdk-17"), "17.0.2");
      args.service = { ...args.service, javaHome };
    });
    expect(failed).toBe(true);
    expect(errors.join("\n")).toContain("jdk-17 is Java 17.0.2, and the product starts with 1.7 or 1.8 only");
    expect([cluster.pid(0), cluster.pid(1)]).toEqual(pids);
  });

  it("refuses a change that both nodes must have alike, before anything is touched", async () => {
    const pids = [cluster.pid(0), cluster.pid(1)];
    const { failed, errors } = await roll((args) => {
      serverName("third")(args);
      args.clustering = { domain: "other.domain", groupPassword: "another-password" };
    });
    expect(failed).toBe(true);
    expect(errors.join("\n")).toContain("clustering.domain, clustering.groupPassword");
    expect(errors.join("\n")).toContain("rollout.limit is roleChange");
    expect([cluster.pid(0), cluster.pid(1)]).toEqual(pids);
    expect(cluster.read(0, "repository/conf/axis2/axis2.xml")).toContain("wso2.analytics.test");
  });

  it("makes such a change when both nodes may stop for it", async () => {
    const { failed, output } = await cluster.up((args) => {
      args.clustering = { domain: "other.domain", groupPassword: "another-password" };
      args.allowFullStop = true;
    });
    expect(failed, output).toBe(false);
    expect(cluster.roles().sort()).toEqual(["active", "passive"]);
    for (const node of [0, 1] as const) {
      expect(cluster.read(node, "repository/conf/axis2/axis2.xml")).toContain("other.domain");
    }
  });

  it("starts a node that somebody stopped, and leaves the other one alone", async () => {
    const { active } = cluster;
    const passive = active === 0 ? 1 : 0;
    const pid = cluster.pid(active);
    cluster.kill(passive, "SIGTERM");
    while (cluster.pid(passive) !== undefined) await new Promise((resolve) => setTimeout(resolve, 50));
    const { failed, output } = await cluster.up((args) => {
      args.clustering = { domain: "other.domain", groupPassword: "another-password" };
      args.rollout = { ...args.rollout, limit: RolloutLimit.FullStop };
      args.rerunTrigger = "node was stopped";
    });
    expect(failed, output).toBe(false);
    expect(cluster.role(passive)).toBe("passive");
    expect(cluster.pid(active)).toBe(pid);
  });

  it("has C-Apps on both nodes, and takes them out again", async () => {
    const car = path.join(cluster.workplace.folder, "alerts.car");
    const artifacts =
      '<artifacts><artifact name="alerts" version="1.0.0" type="carbon/application"/></artifacts>';
    await writeZip(car, [{ name: "artifacts.xml", bytes: Buffer.from(artifacts) }]);
    const pids = [cluster.pid(0), cluster.pid(1)];
    const deploy = (files: string[]) =>
      cluster.up((args) => {
        args.clustering = { domain: "other.domain", groupPassword: "another-password" };
        args.rollout = { ...args.rollout, limit: RolloutLimit.FullStop };
        args.rerunTrigger = "node was stopped";
        args.carbonApps = { files };
      });
    const deployed = await deploy([car]);
    expect(deployed.failed, deployed.output).toBe(false);
    const places = cluster.nodes.map(({ home }) =>
      path.join(home, "repository/deployment/server/carbonapps/alerts.car"),
    );
    for (const place of places) expect(readFileSync(place)).toEqual(readFileSync(car));
    expect((await deploy([])).failed).toBe(false);
    expect(places.filter(existsSync)).toEqual([]);
    expect([cluster.pid(0), cluster.pid(1)]).toEqual(pids);
  });

  it("finds a file that was changed by hand, and repairs it", async () => {
    const file = "repository/conf/registry.xml";
    const good = cluster.read(0, file);
    writeFileSync(path.join(cluster.home(0), file), "<changed-by-hand/>");
    const change =
      (overwrite: boolean): Change =>
      (args) => {
        args.clustering = { domain: "other.domain", groupPassword: "another-password" };
        args.rollout = { ...args.rollout, limit: RolloutLimit.FullStop };
        args.overwrite = overwrite;
        args.rerunTrigger = "after a change by hand";
      };
    const refused = await cluster.up(change(false));
    expect(refused.errors.join("\n")).toContain(`${cluster.home(0)}/${file} (changed)`);
    const repaired = await cluster.up(change(true));
    expect(repaired.failed, repaired.output).toBe(false);
    expect(cluster.read(0, file)).toBe(good);
    rmSync(path.join(`${cluster.home(0)}.deployment`, "replaced"), { recursive: true });
  });

  it("does not restart a node beside a peer that cannot serve, unless it is forced to", async () => {
    const { active } = cluster;
    const passive = active === 0 ? 1 : 0;
    const pid = cluster.pid(active);
    cluster.kill(passive, "SIGKILL");
    cluster.misbehave(passive, "never-ready");
    const change =
      (force: boolean): Change =>
      (args) => {
        serverName("beside nobody")(args);
        args.clustering = { domain: "other.domain", groupPassword: "another-password" };
        args.rerunTrigger = "after a change by hand";
        args.rollout = { ...args.rollout, force };
        if (args.rollout) args.rollout.startTimeoutSeconds = 6;
      };
    const refused = await cluster.up(change(false));
    expect(refused.failed).toBe(true);
    expect(refused.errors.join("\n")).toContain(
      `node${passive + 1} did not become healthy with the desired configuration`,
    );
    expect(cluster.pid(active)).toBe(pid);
    const forced = await cluster.up(change(true));
    expect(forced.failed).toBe(true);
    expect(cluster.role(active)).toBe("active");
    expect(cluster.read(active, carbon)).toContain("<Name>beside nobody</Name>");
    cluster.misbehave(passive, undefined);
    const healed = await cluster.up(change(false));
    expect(healed.failed, healed.output).toBe(false);
    expect(cluster.roles().sort()).toEqual(["active", "passive"]);
  });
});
