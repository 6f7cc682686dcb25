import { afterAll, beforeAll, describe, expect, it } from "vitest";
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
      ["cut", "node1-firstTurn creating"],
      ["killed", "node1-secondTurn created"],
      ["cut", "node2-secondTurn creating.*starting"],
      ["killed", "node2-verify creating"],
    ] as const;
    for (const [how, says] of moments) await interruptions.interrupt(how, says, everyStep("first"));
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
  "passive-firstTurn updating.*; stopping",
  "passive-firstTurn updating.*; install ",
  "passive-firstTurn updating.*; starting",
];
const late = [
  "passive-firstTurn updated",
  "active-secondTurn updating.*; stopping",
  "active-secondTurn updating.*; starting",
  "active-secondTurn updating.*; healthy",
  "passive-verify updating",
];
/** Each moment is met in both ways, two in one roll. */
const rolls = early.flatMap((moment, index) => [
  ["cut", moment, "killed", late[index] ?? ""] as const,
  ["killed", moment, "cut", late[late.length - 1 - index] ?? ""] as const,
]);

describe("a roll goes on with the next update, and never leaves no node,", () => {
  it.each(rolls)("%s at '%s', then %s at '%s'", async (how, moment, thenHow, later) => {
    const before = await cluster.belongings();
    const name = `${how}-${early.indexOf(moment)}`;
    const { active } = cluster;
    const nameOf = { active: `node${active + 1}`, passive: `node${active === 0 ? 2 : 1}` };
    const says = (text: string) =>
      text.replace(/^(active|passive)/, (role) => nameOf[role as "active" | "passive"]);
    const samples = new ServiceSamples(cluster.addresses);
    await interruptions.interrupt(how, says(moment), everyStep(name));
    await interruptions.interrupt(thenHow, says(later), everyStep(name));
    const next = await cluster.up(everyStep(name));
    expect(next.failed, next.output).toBe(false);
    expect(await samples.end()).toEqual([]);
    expect(cluster.roles().sort()).toEqual(["active", "passive"]);
    for (const node of [0, 1] as const) expect(cluster.read(node, carbon)).toContain(`<Name>${name}</Name>`);
    expect(await cluster.belongings()).toEqual(before);
  });
});
