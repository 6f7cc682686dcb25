import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Interruptions } from "./interruptions";
import { type Change, RunningCluster, serverName } from "./runningCluster";
import { ServiceSamples } from "./serviceSamples";

const carbon = "repository/conf/carbon.xml";
const cluster = new RunningCluster();
const interruptions = new Interruptions(cluster);

beforeAll(async () => {
  await cluster.start();
});
afterAll(() => cluster.end());

/** A change for which every step runs, the preparation too. */
const everyStep =
  (name: string): Change =>
  (args) => {
    serverName(name)(args);
    args.rerunTrigger = name;
  };

describe("a first deployment that is interrupted again and again", () => {
  it("is completed by the next update", async () => {
    const moments = [
      ["cut", "node1-prepare creating"],
      ["killed", "node2-stage creating"],
      ["killed", "node1: gets revision"],
      ["killed", "node2: gets revision"],
      ["killed", "node1: is healthy"],
    ] as const;
    for (const [how, says] of moments) {
      expect(await interruptions.interrupt(how, says, everyStep("first"))).toBe(true);
    }
    const { failed, output } = await cluster.up(everyStep("first"));
    expect(failed, output).toBe(false);
    expect(cluster.roles().sort()).toEqual(["active", "passive"]);
    await cluster.addBelongings();
  });
});

/** What an update says at one moment, and of which node, by the role it has when the roll begins. */
const early = [
  "passive-prepare updating",
  "passive-stage updating",
  "passive: stopping",
  "passive: install ",
  "passive: starting",
];
const late = [
  "passive: is healthy",
  "active: stopping",
  "active: starting",
  "active: install ",
  "active: gets revision",
];

async function rolled(name: string, interrupt: (says: (text: string) => string) => Promise<void>) {
  const before = await cluster.belongings();
  const { active } = cluster;
  const nameOf = { active: `node${active + 1}`, passive: `node${active === 0 ? 2 : 1}` };
  const says = (text: string) =>
    text.replace(/^(active|passive)/, (role) => nameOf[role as "active" | "passive"]);
  const samples = new ServiceSamples(cluster.addresses);
  await interrupt(says);
  expect(await samples.end()).toEqual([]);
  expect(cluster.roles().sort()).toEqual(["active", "passive"]);
  for (const node of [0, 1] as const) expect(cluster.read(node, carbon)).toContain(`<Name>${name}</Name>`);
  expect(await cluster.belongings()).toEqual(before);
}

async function completed(name: string): Promise<void> {
  const { failed, output } = await cluster.up(everyStep(name));
  expect(failed, output).toBe(false);
}

describe("a roll goes on with the next update, and never leaves no node,", () => {
  it.each(early.map((moment, index) => [moment, late[index] ?? ""]))(
    "killed at '%s', then at '%s'",
    async (moment, later) => {
      const name = `killed-${early.indexOf(moment)}`;
      await rolled(name, async (says) => {
        await interruptions.interrupt("killed", says(moment), everyStep(name));
        await interruptions.interrupt("killed", says(later), everyStep(name));
        await completed(name);
      });
    },
  );

  it.each(early.slice(0, 2))("cut at '%s'", async (moment) => {
    const name = `cut-${early.indexOf(moment)}`;
    await rolled(name, async (says) => {
      expect(await interruptions.interrupt("cut", says(moment), everyStep(name))).toBe(true);
      await completed(name);
    });
  });
});

describe("a roll goes on by itself where a connection is cut in an action,", () => {
  it.each(["passive: stopping", "passive: starting", "active: stopping", "active: install "])(
    "at '%s'",
    async (moment) => {
      const name = moment.replaceAll(/\W+/g, "-");
      await rolled(name, async (says) => {
        expect(await interruptions.interrupt("cut", says(moment), everyStep(name))).toBe(false);
      });
    },
  );
});

describe("a deployer that is killed in an action", () => {
  it("takes no further action, although its program lives on", async () => {
    await rolled("abandoned", async (says) => {
      const { active } = cluster;
      const passive = active === 0 ? 1 : 0;
      const pid = cluster.pid(active);
      await interruptions.interrupt("killed", says("passive: starting"), everyStep("abandoned"));
      await vi.waitFor(
        () => expect(cluster.log(passive)).toContain("CEP HA State successfully synced."),
        20_000,
      );
      const healthy = cluster.healthyRevision(passive);
      // A loop that goes on would find the node steady after one second.
      await sleep(5000);
      expect(cluster.pid(active)).toBe(pid);
      expect(cluster.healthyRevision(passive)).toBe(healthy);
      expect(cluster.read(passive, carbon)).toContain("<Name>abandoned</Name>");
      await completed("abandoned");
    });
  });
});
