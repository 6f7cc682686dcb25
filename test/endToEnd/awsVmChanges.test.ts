import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AwsNodeArgs } from "../../components/aws";
import { productFolder } from "../../tools/demo/demoFolder";
import { changedPaths, fingerprints } from "../../tools/demo/homeFiles";
import { Misbehaviour } from "../../tools/sample-server/misbehaviour";
import { expectSuccess } from "./expectSuccess";
import { RunningAwsCluster, watchNodes } from "./runningAwsCluster";

const otherImage = "ami-0123456789abcdef0";
const asReplaced: AwsNodeArgs = { instanceType: "m6i.xlarge", image: otherImage };
const larger: AwsNodeArgs = { ...asReplaced, instanceType: "m6i.2xlarge" };
const cluster = new RunningAwsCluster();

// Volumes are mounted, in namespaces of the hosts' own.
describe.runIf(process.getuid?.() === 0)("the VMs of a running deployment on AWS", () => {
  beforeAll(() => cluster.start(), 600_000);
  afterAll(() => cluster.end());

  test("start with the first update, and stay as they are in the next one", async () => {
    expectSuccess(await cluster.up());
    expect((await cluster.roles()).sort()).toEqual(["active", "passive"]);
    const { changes } = await cluster.up();
    expect(Object.keys(changes)).toEqual(["same"]);
  });

  test("change their type one after the other, the passive node first", async () => {
    await changesOneByOne({ instanceType: "m6i.xlarge" });
    const { vms } = await cluster.view();
    expect(vms.map(({ type }) => type)).toEqual(["m6i.xlarge", "m6i.xlarge"]);
  });

  test("are replaced one after the other, the passive node first, with the node's id and data", async () => {
    const before = await cluster.view();
    for (const { volumeFolder } of before.vms) writeData(volumeFolder);
    const data = before.vms.map(({ volumeFolder }) => keptFiles(volumeFolder));
    await changesOneByOne(asReplaced);
    const { vms } = await cluster.view();
    for (const [index, vm] of vms.entries()) {
      const old = before.vms[index];
      expect(vm.instanceId).not.toBe(old?.instanceId);
      expect(vm).toEqual({ ...old, instanceId: vm.instanceId, image: otherImage });
      expect(changedPaths(data[index] ?? new Map(), keptFiles(vm.volumeFolder))).toEqual([]);
    }
  });

  test("are not changed while the other node is down and cannot be started", async () => {
    const before = await cluster.view();
    const standby = await cluster.standby();
    await cluster.misbehave(standby, Misbehaviour.NeverReady);
    await cluster.stopProduct(standby);
    const refused = await cluster.up(standby === 0 ? [asReplaced, larger] : [larger, asReplaced]);
    const errors = refused.errors.join("\n");
    expect(errors).toContain(
      `analytics-vm${2 - standby} is not changed, because the other node does not serve`,
    );
    expect(errors).toContain(`node${standby + 1} does not serve: `);
    expect(await cluster.view()).toEqual(before);
  });

  test("go on with the next update after a node that did not come back", async () => {
    const standby = await cluster.standby();
    const failed = await cluster.up([larger, larger]);
    expect(failed.errors.join()).toContain(`analytics-vm${2 - standby} is not changed`);
    const { vms } = await cluster.view();
    expect([vms[standby]?.type, vms[1 - standby]?.type]).toEqual(["m6i.2xlarge", "m6i.xlarge"]);

    await cluster.misbehave(standby, undefined);
    expectSuccess(await cluster.up([larger, larger]));
    expect((await cluster.view()).vms.map(({ type }) => type)).toEqual(["m6i.2xlarge", "m6i.2xlarge"]);
    expect((await cluster.roles()).sort()).toEqual(["active", "passive"]);
  });
});

/** An update that changes both. */
async function changesOneByOne(node: AwsNodeArgs): Promise<void> {
  const { vms } = await cluster.view();
  const standby = await cluster.standby();
  const watch = watchNodes(vms.map(({ address }) => address));
  const operation = await cluster.up([node, node]);
  const { order, together } = await watch.end();
  expectSuccess(operation);
  expect({ order, together }).toEqual({ order: [standby, 1 - standby], together: 0 });
  expect((await cluster.roles()).sort()).toEqual(["active", "passive"]);
}

/** What the product writes in time. */
function writeData(volumeFolder: string): void {
  const home = path.join(volumeFolder, productFolder);
  writeFileSync(path.join(home, "repository/conf/analytics/my-node-id.dat"), randomUUID());
  mkdirSync(path.join(home, "repository/data"), { recursive: true });
  writeFileSync(path.join(home, "repository/data/index"), "events");
}

/** What a start does not write. */
function keptFiles(volumeFolder: string) {
  const home = path.join(volumeFolder, productFolder);
  const written = /^(repository\/logs|tmp|wso2carbon\.pid)/;
  return new Map([...fingerprints(home)].filter(([file]) => !written.test(file)));
}
